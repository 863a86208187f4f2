package dev.outboard.im.server;

import dev.outboard.codec.WireReader;
import dev.outboard.im.v1.FarewellDecoder;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.im.v1.GroupEventDecoder;
import dev.outboard.im.v1.GroupMessageDecoder;
import dev.outboard.im.v1.GroupSizeDecoder;
import dev.outboard.im.v1.HistoryPageDecoder;
import dev.outboard.im.v1.HistoryRequestEncoder;
import dev.outboard.im.v1.MembershipEncoder;
import dev.outboard.im.v1.MissedDecoder;
import dev.outboard.im.v1.PresenceListDecoder;
import dev.outboard.im.v1.PresentDecoder;
import dev.outboard.im.v1.PublishEncoder;
import dev.outboard.im.v1.ReceiptDecoder;
import dev.outboard.im.v1.RecoveredDecoder;
import dev.outboard.im.v1.RecoveryEnum;
import dev.outboard.im.v1.ServerStatsDecoder;
import dev.outboard.im.v1.SignInEncoder;
import dev.outboard.im.v1.SignedInDecoder;
import dev.outboard.im.v1.StatsRequestEncoder;
import dev.outboard.im.v1.SubscriptionEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** One user of the chat service, with an event loop of its own; its calls wait for the reply. */
public final class ChatClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A message as it came. */
    public record Delivered(int groupId, long toUser, long sender, long epoch, long sequence, String text) {
        static Delivered of(GroupMessageDecoder message) {
            return new Delivered(
                    message.groupId(),
                    message.toUser(),
                    message.sender(),
                    message.epoch(),
                    message.sequence(),
                    message.text());
        }
    }

    /** What Subscribe answered. */
    public record Recovery(
            RecoveryEnum outcome, long epoch, long sequence, long recoveredTo, List<Delivered> messages) {}

    /** What History answered. */
    record Page(long epoch, long sequence, long oldest, boolean lost, boolean more, List<Delivered> messages) {}

    /** What Publish answered. */
    public record Answer(long epoch, long sequence, int recipients, boolean repeated) {}

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Delivered> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<FarewellReasonEnum> farewells = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> gaps = new LinkedBlockingQueue<>();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final RpcClient client;
    private final ClientConnection connection;
    private volatile boolean stalled;

    public ChatClient(int port) {
        this(port, "");
    }

    /** One that shows a token. */
    public ChatClient(int port, String token) {
        client = RpcClientBuilder.create()
                .codec("safe")
                .receiveBufferBytes(4 << 10)
                .credentials(() -> token.getBytes(StandardCharsets.US_ASCII))
                .push(ChatMethods.DELIVER, (from, body) -> deliver(body))
                .push(ChatMethods.EVENT, (from, body) -> events.add(event(new GroupEventDecoder().wrap(body))))
                .push(ChatMethods.GAP, (from, body) -> gaps.add(gap(new MissedDecoder().wrap(body))))
                .push(
                        ChatMethods.ENDED,
                        (from, body) ->
                                farewells.add(new FarewellDecoder().wrap(body).reason()))
                .build();
        try {
            connection = client.connect("127.0.0.1", port);
        } catch (RpcException e) {
            client.close();
            throw e;
        }
    }

    /** Signs in; returns in how many groups the user is. */
    public int signIn(long userId) {
        return call(
                ChatMethods.SIGN_IN,
                out -> new SignInEncoder().wrap(out).userId(userId).name("user " + userId),
                in -> new SignedInDecoder().wrap(in).groups());
    }

    /** Signs in with all there is to say; returns the user. */
    public long signIn(long userId, String device, boolean hold, boolean wantsEvents) {
        return call(
                ChatMethods.SIGN_IN,
                out -> new SignInEncoder()
                        .wrap(out)
                        .userId(userId)
                        .device(device)
                        .hold(hold)
                        .events(wantsEvents),
                in -> new SignedInDecoder().wrap(in).userId());
    }

    /** Subscribes from now on. */
    Recovery subscribe(int groupId) {
        return subscribe(out -> new SubscriptionEncoder().wrap(out).groupId(groupId));
    }

    /** Subscribes, and asks for what came after a position. */
    Recovery recover(int groupId, long epoch, long sequence) {
        return subscribe(out -> new SubscriptionEncoder()
                .wrap(out)
                .groupId(groupId)
                .recover(true)
                .epoch(epoch)
                .sequence(sequence));
    }

    /** Subscribes, and asks for what came after the positions of several lanes: epochs and sequence numbers. */
    public Recovery recover(int groupId, Map<Long, Long> positions) {
        return subscribe(out -> {
            SubscriptionEncoder request =
                    new SubscriptionEncoder().wrap(out).groupId(groupId).recover(true);
            positions.forEach((epoch, sequence) -> {
                request.beginPositions().epoch(epoch).sequence(sequence);
                request.endPositions();
            });
        });
    }

    /** Subscribes to the user's inbox, and asks for what came after a position. */
    Recovery recoverInbox(long epoch, long sequence) {
        return subscribe(out -> new SubscriptionEncoder()
                .wrap(out)
                .inbox(true)
                .recover(true)
                .epoch(epoch)
                .sequence(sequence));
    }

    private Recovery subscribe(MessageWriter request) {
        return call(ChatMethods.SUBSCRIBE, request, in -> {
            RecoveredDecoder answer = new RecoveredDecoder().wrap(in);
            List<Delivered> missed = new ArrayList<>();
            for (int i = 0; i < answer.messagesCount(); i++) {
                missed.add(Delivered.of(answer.messages(i)));
            }
            return new Recovery(answer.recovery(), answer.epoch(), answer.sequence(), answer.recoveredTo(), missed);
        });
    }

    Page history(int groupId, long since, int limit, boolean backward) {
        return call(
                ChatMethods.HISTORY,
                out -> new HistoryRequestEncoder()
                        .wrap(out)
                        .groupId(groupId)
                        .since(since)
                        .limit(limit)
                        .backward(backward),
                in -> {
                    HistoryPageDecoder page = new HistoryPageDecoder().wrap(in);
                    List<Delivered> found = new ArrayList<>();
                    for (int i = 0; i < page.messagesCount(); i++) {
                        found.add(Delivered.of(page.messages(i)));
                    }
                    return new Page(page.epoch(), page.sequence(), page.oldest(), page.lost(), page.more(), found);
                });
    }

    /** Who is there, as "user[devices]". */
    List<String> presence(int groupId) {
        return call(
                ChatMethods.PRESENCE, out -> new MembershipEncoder().wrap(out).groupId(groupId), in -> {
                    PresenceListDecoder list = new PresenceListDecoder().wrap(in);
                    List<String> found = new ArrayList<>();
                    for (int i = 0; i < list.usersCount(); i++) {
                        PresentDecoder user = list.users(i);
                        found.add(user.userId()
                                + IntStream.range(0, user.devicesCount())
                                        .mapToObj(user::devices)
                                        .sorted()
                                        .toList()
                                        .toString());
                    }
                    return found;
                });
    }

    void typing(int groupId) {
        call(ChatMethods.TYPING, out -> new MembershipEncoder().wrap(out).groupId(groupId), in -> true);
    }

    /** Publishes under a key. */
    public Answer publishOnce(int groupId, String text, String key) {
        return publish(out ->
                new PublishEncoder().wrap(out).groupId(groupId).text(text).key(key));
    }

    /** Sends to a user. */
    Answer send(long toUser, String text) {
        return publish(out -> new PublishEncoder().wrap(out).text(text).toUser(toUser));
    }

    Answer publish(MessageWriter message) {
        return call(ChatMethods.PUBLISH, message, ChatClient::answer);
    }

    private static Answer answer(WireReader in) {
        ReceiptDecoder receipt = new ReceiptDecoder().wrap(in);
        return new Answer(receipt.epoch(), receipt.sequence(), receipt.recipients(), receipt.repeated());
    }

    /** Joins; returns how many members the group has then. */
    public int join(int groupId) {
        return membership(ChatMethods.JOIN, groupId);
    }

    public int leave(int groupId) {
        return membership(ChatMethods.LEAVE, groupId);
    }

    /** Publishes; returns how many members it was offered to. */
    public int publish(int groupId, String text) {
        return publish(groupId, text, 0);
    }

    public int publish(int groupId, String text, int mentions) {
        return call(
                ChatMethods.PUBLISH,
                out -> {
                    long[] users = LongStream.range(0, mentions).toArray();
                    new PublishEncoder().wrap(out).groupId(groupId).text(text).mentions(users, 0, mentions);
                },
                in -> new ReceiptDecoder().wrap(in).recipients());
    }

    /** Asks for the stats and reads one of them. */
    long stat(Function<ServerStatsDecoder, Long> field) {
        return call(
                ChatMethods.STATS,
                out -> new StatsRequestEncoder().wrap(out),
                in -> field.apply(new ServerStatsDecoder().wrap(in)));
    }

    /** Publishes without waiting for the answer. */
    public CompletableFuture<Answer> publishLater(int groupId, String text) {
        return begin(
                ChatMethods.PUBLISH,
                out -> new PublishEncoder().wrap(out).groupId(groupId).text(text),
                ChatClient::answer);
    }

    <T> T call(Method method, MessageWriter request, Function<WireReader, T> reply) {
        try {
            return begin(method, request, reply).get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RpcException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(method + ": no end of the call", e);
        }
    }

    private <T> CompletableFuture<T> begin(Method method, MessageWriter request, Function<WireReader, T> reply) {
        CompletableFuture<T> end = new CompletableFuture<>();
        connection.call(method, request, TIMEOUT, new ReplyHandler() {
            @Override
            public void onReply(WireReader body) {
                end.complete(reply.apply(body));
            }

            @Override
            public void onFailure(Status status) {
                end.completeExceptionally(new RpcException(status));
            }
        });
        return end;
    }

    /** The text of the next message; null where none comes. */
    public String nextText() throws InterruptedException {
        return texts.poll(30, TimeUnit.SECONDS);
    }

    /** Waits until the server asks the client to go; returns where to. */
    public String drainHint() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        connection.onDraining(told::countDown);
        if (!told.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not ask the client to go");
        }
        return connection.drainHint();
    }

    /** The next message; null where none comes. */
    public Delivered next() throws InterruptedException {
        return messages.poll(30, TimeUnit.SECONDS);
    }

    /** What has come and was not taken. */
    public List<Delivered> come() {
        List<Delivered> all = new ArrayList<>();
        messages.drainTo(all);
        return all;
    }

    /** The next event, as "group +joined -left typing"; null where none comes. */
    String nextEvent() throws InterruptedException {
        return events.poll(30, TimeUnit.SECONDS);
    }

    /** The next marker of a gap, as "group after sequence: dropped"; null where none comes. */
    String nextGap() throws InterruptedException {
        return gaps.poll(30, TimeUnit.SECONDS);
    }

    /** Why the server ends the connection; null where it does not. */
    FarewellReasonEnum nextFarewell() throws InterruptedException {
        return farewells.poll(30, TimeUnit.SECONDS);
    }

    private static String event(GroupEventDecoder event) {
        return event.groupId() + " +"
                + IntStream.range(0, event.joinedCount())
                        .mapToObj(event::joined)
                        .sorted()
                        .toList()
                + " -"
                + IntStream.range(0, event.leftCount())
                        .mapToObj(event::left)
                        .sorted()
                        .toList()
                + " " + event.typing();
    }

    private static String gap(MissedDecoder gap) {
        return gap.groupId() + " after " + gap.sequence() + ": " + gap.dropped();
    }

    boolean hasText() {
        return !texts.isEmpty();
    }

    /** Stops reading from the socket with the next message, until {@link #resume} or closed. */
    public void stall() {
        stalled = true;
    }

    /** Ends the stall. */
    public void readOn() {
        stalled = false;
        reading.countDown();
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void close() {
        reading.countDown();
        client.close();
    }

    private int membership(Method method, int groupId) {
        return call(
                method,
                out -> new MembershipEncoder().wrap(out).groupId(groupId),
                in -> new GroupSizeDecoder().wrap(in).members());
    }

    private void deliver(WireReader body) {
        Delivered message = Delivered.of(new GroupMessageDecoder().wrap(body));
        texts.add(message.text());
        messages.add(message);
        if (stalled) {
            try {
                reading.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
