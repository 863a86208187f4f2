package dev.outboard.im.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.im.v1.GroupMessage;
import dev.outboard.im.v1.GroupMessageDecoder;
import dev.outboard.im.v1.GroupMessageEncoder;
import dev.outboard.im.v1.GroupSize;
import dev.outboard.im.v1.GroupSizeDecoder;
import dev.outboard.im.v1.GroupSizeEncoder;
import dev.outboard.im.v1.Membership;
import dev.outboard.im.v1.MembershipDecoder;
import dev.outboard.im.v1.MembershipEncoder;
import dev.outboard.im.v1.Publish;
import dev.outboard.im.v1.PublishDecoder;
import dev.outboard.im.v1.PublishEncoder;
import dev.outboard.im.v1.Receipt;
import dev.outboard.im.v1.ReceiptDecoder;
import dev.outboard.im.v1.ReceiptEncoder;
import dev.outboard.im.v1.ServerStats;
import dev.outboard.im.v1.ServerStatsDecoder;
import dev.outboard.im.v1.ServerStatsEncoder;
import dev.outboard.im.v1.SignIn;
import dev.outboard.im.v1.SignInDecoder;
import dev.outboard.im.v1.SignInEncoder;
import dev.outboard.im.v1.SignedIn;
import dev.outboard.im.v1.SignedInDecoder;
import dev.outboard.im.v1.SignedInEncoder;
import dev.outboard.im.v1.StatsRequest;
import dev.outboard.im.v1.StatsRequestDecoder;
import dev.outboard.im.v1.StatsRequestEncoder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The messages that every client has to do with, as protobuf-java's class and as flyweights that carry the same values. */
enum MessageCase {
    SIGN_IN(SignIn.getDefaultInstance()) {
        @Override
        void encode(Message m, WireWriter out) {
            SignIn s = (SignIn) m;
            new SignInEncoder()
                    .wrap(out)
                    .userId(s.getUserId())
                    .name(s.getName())
                    .device(s.getDevice())
                    .hold(s.getHold())
                    .events(s.getEvents());
        }

        @Override
        Message decode(WireReader in) {
            SignInDecoder d = new SignInDecoder().wrap(in);
            return SignIn.newBuilder()
                    .setUserId(d.userId())
                    .setName(d.name())
                    .setDevice(d.device())
                    .setHold(d.hold())
                    .setEvents(d.events())
                    .build();
        }
    },
    SIGNED_IN(SignedIn.getDefaultInstance()) {
        @Override
        void encode(Message m, WireWriter out) {
            SignedIn s = (SignedIn) m;
            new SignedInEncoder()
                    .wrap(out)
                    .returning(s.getReturning())
                    .groups(s.getGroups())
                    .userId(s.getUserId())
                    .expiresAtSeconds(s.getExpiresAtSeconds());
        }

        @Override
        Message decode(WireReader in) {
            SignedInDecoder d = new SignedInDecoder().wrap(in);
            return SignedIn.newBuilder()
                    .setReturning(d.returning())
                    .setGroups(d.groups())
                    .setUserId(d.userId())
                    .setExpiresAtSeconds(d.expiresAtSeconds())
                    .build();
        }
    },
    MEMBERSHIP(Membership.getDefaultInstance()) {
        @Override
        void encode(Message m, WireWriter out) {
            new MembershipEncoder().wrap(out).groupId(((Membership) m).getGroupId());
        }

        @Override
        Message decode(WireReader in) {
            return Membership.newBuilder()
                    .setGroupId(new MembershipDecoder().wrap(in).groupId())
                    .build();
        }
    },
    GROUP_SIZE(GroupSize.getDefaultInstance()) {
        @Override
        void encode(Message m, WireWriter out) {
            new GroupSizeEncoder().wrap(out).members(((GroupSize) m).getMembers());
        }

        @Override
        Message decode(WireReader in) {
            return GroupSize.newBuilder()
                    .setMembers(new GroupSizeDecoder().wrap(in).members())
                    .build();
        }
    },
    PUBLISH(Publish.getDefaultInstance()) {
        @Override
        void encode(Message m, WireWriter out) {
            Publish p = (Publish) m;
            new PublishEncoder()
                    .wrap(out)
                    .groupId(p.getGroupId())
                    .intendedNanos(p.getIntendedNanos())
                    .clientSequence(p.getClientSequence())
                    .text(p.getText())
                    .mentions(longs(p.getMentionsList()), 0, p.getMentionsCount())
                    .key(p.getKey())
                    .toUser(p.getToUser());
        }

        @Override
        Message decode(WireReader in) {
            PublishDecoder d = new PublishDecoder().wrap(in);
            Publish.Builder builder = Publish.newBuilder()
                    .setGroupId(d.groupId())
                    .setIntendedNanos(d.intendedNanos())
                    .setClientSequence(d.clientSequence())
                    .setText(d.text())
                    .setKey(d.key())
                    .setToUser(d.toUser());
            IntStream.range(0, d.mentionsCount()).forEach(i -> builder.addMentions(d.mentions(i)));
            return builder.build();
        }
    },
    GROUP_MESSAGE(GroupMessage.getDefaultInstance()) {
        @Override
        void encode(Message m, WireWriter out) {
            GroupMessage g = (GroupMessage) m;
            new GroupMessageEncoder()
                    .wrap(out)
                    .sequence(g.getSequence())
                    .groupId(g.getGroupId())
                    .sender(g.getSender())
                    .intendedNanos(g.getIntendedNanos())
                    .clientSequence(g.getClientSequence())
                    .text(g.getText())
                    .mentions(longs(g.getMentionsList()), 0, g.getMentionsCount())
                    .epoch(g.getEpoch())
                    .toUser(g.getToUser());
        }

        @Override
        Message decode(WireReader in) {
            GroupMessageDecoder d = new GroupMessageDecoder().wrap(in);
            GroupMessage.Builder builder = GroupMessage.newBuilder()
                    .setSequence(d.sequence())
                    .setGroupId(d.groupId())
                    .setSender(d.sender())
                    .setIntendedNanos(d.intendedNanos())
                    .setClientSequence(d.clientSequence())
                    .setText(d.text())
                    .setEpoch(d.epoch())
                    .setToUser(d.toUser());
            IntStream.range(0, d.mentionsCount()).forEach(i -> builder.addMentions(d.mentions(i)));
            return builder.build();
        }
    },
    RECEIPT(Receipt.getDefaultInstance()) {
        @Override
        void encode(Message m, WireWriter out) {
            Receipt r = (Receipt) m;
            new ReceiptEncoder()
                    .wrap(out)
                    .sequence(r.getSequence())
                    .recipients(r.getRecipients())
                    .dropped(r.getDropped())
                    .epoch(r.getEpoch())
                    .repeated(r.getRepeated());
        }

        @Override
        Message decode(WireReader in) {
            ReceiptDecoder d = new ReceiptDecoder().wrap(in);
            return Receipt.newBuilder()
                    .setSequence(d.sequence())
                    .setRecipients(d.recipients())
                    .setDropped(d.dropped())
                    .setEpoch(d.epoch())
                    .setRepeated(d.repeated())
                    .build();
        }
    },
    STATS_REQUEST(StatsRequest.getDefaultInstance()) {
        @Override
        void encode(Message m, WireWriter out) {
            new StatsRequestEncoder().wrap(out).collect(((StatsRequest) m).getCollect());
        }

        @Override
        Message decode(WireReader in) {
            return StatsRequest.newBuilder()
                    .setCollect(new StatsRequestDecoder().wrap(in).collect())
                    .build();
        }
    },
    /** Its fields go by reflection, in the order of their numbers: the accessors are named after them. */
    SERVER_STATS(ServerStats.getDefaultInstance()) {
        @Override
        void encode(Message m, WireWriter out) {
            ByName.encode(m, new ServerStatsEncoder().wrap(out));
        }

        @Override
        Message decode(WireReader in) {
            return ByName.decode(new ServerStatsDecoder().wrap(in), ServerStats.newBuilder());
        }
    };

    private final Message prototype;

    MessageCase(Message prototype) {
        this.prototype = prototype;
    }

    abstract void encode(Message message, WireWriter out);

    /** Decodes with the flyweight, into protobuf-java's class. */
    abstract Message decode(WireReader in);

    Message prototype() {
        return prototype;
    }

    /** A message with every field set in most cases, to values of all sizes. */
    Message random(SplittableRandom random) {
        return random(random, Integer.MAX_VALUE);
    }

    /** The same, without the fields of higher numbers. */
    Message random(SplittableRandom random, int lastField) {
        Message.Builder builder = prototype.newBuilderForType();
        for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
            if (field.getNumber() > lastField) {
                break;
            }
            if (field.isRepeated()) {
                int count = random.nextInt(5);
                for (int i = 0; i < count; i++) {
                    builder.addRepeatedField(field, value(field, random));
                }
            } else if (random.nextInt(8) > 0) {
                builder.setField(field, value(field, random));
            }
        }
        return builder.build();
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static Object value(FieldDescriptor field, SplittableRandom random) {
        return switch (field.getJavaType()) {
            case INT -> random.nextInt() >>> random.nextInt(32);
            case LONG -> random.nextLong() >>> random.nextInt(64);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text(random);
            default ->
                throw new IllegalArgumentException("type: " + field.getType() + " (expected: one of the schema)");
        };
    }

    private static String text(SplittableRandom random) {
        return IntStream.range(0, random.nextInt(1, 300) >>> random.nextInt(6))
                .map(i ->
                        new int[] {random.nextInt(' ', 127), 0x4e00 + i, 0xe0 + i % 16, 0x1f600 + i}[random.nextInt(4)])
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
