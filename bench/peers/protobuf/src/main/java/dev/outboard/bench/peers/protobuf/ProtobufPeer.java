package dev.outboard.bench.peers.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.outboard.bench.peers.DataSet;
import dev.outboard.bench.peers.Peer;
import dev.outboard.bench.peers.Texts;
import dev.outboard.bench.schema.Chat;
import dev.outboard.bench.schema.Image;
import dev.outboard.bench.schema.Media;
import dev.outboard.bench.schema.MediaContent;
import dev.outboard.bench.schema.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** protobuf-java: builds a message and writes it into a direct buffer; parses from a direct buffer. */
public final class ProtobufPeer implements Peer {
    private final Object[] messages;
    private final Kind kind;
    private final ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer[] sources;

    /** For the benchmark. */
    public static final class Factory implements Peer.Factory {
        @Override
        public Peer open(DataSet data) {
            return new ProtobufPeer(data);
        }
    }

    private ProtobufPeer(DataSet data) {
        messages = data.messages();
        kind = switch (data) {
            case MEDIA -> Kind.MEDIA;
            case CHAT, CHAT_CJK -> Kind.CHAT;
            case TELEMETRY -> Kind.TELEMETRY;
        };
        sources = new ByteBuffer[messages.length];
        for (int i = 0; i < sources.length; i++) {
            byte[] bytes = kind.build(messages[i]).toByteArray();
            sources[i] = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        }
    }

    @Override
    public int encode(int i) {
        target.clear();
        CodedOutputStream out = CodedOutputStream.newInstance(target);
        try {
            kind.build(messages[i]).writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.position();
    }

    @Override
    public byte[] encoded() {
        byte[] bytes = new byte[target.position()];
        target.get(0, bytes);
        return bytes;
    }

    @Override
    public long decode(int i) {
        return kind.sum(parse(i));
    }

    @Override
    public long decodeNoStrings(int i) {
        throw new UnsupportedOperationException("protobuf-java makes every String that is read");
    }

    @Override
    public boolean readsWithoutStrings() {
        return false;
    }

    @Override
    public Object read(int i) {
        return kind.model(parse(i));
    }

    private MessageLite parse(int i) {
        try {
            return kind.parser().parseFrom(CodedInputStream.newInstance(sources[i]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private enum Kind {
        MEDIA {
            @Override
            MessageLite build(Object message) {
                var content = (dev.outboard.bench.peers.MediaContent) message;
                MediaContent.Builder builder = MediaContent.newBuilder();
                for (var image : content.images) {
                    builder.addImages(Image.newBuilder()
                            .setUri(image.uri)
                            .setTitle(image.title)
                            .setWidth(image.width)
                            .setHeight(image.height)
                            .setSizeValue(image.size));
                }
                var media = content.media;
                return builder.setMedia(Media.newBuilder()
                                .setUri(media.uri)
                                .setTitle(media.title)
                                .setWidth(media.width)
                                .setHeight(media.height)
                                .setFormat(media.format)
                                .setDuration(media.duration)
                                .setSize(media.size)
                                .setBitrate(media.bitrate)
                                .addAllPersons(media.persons)
                                .setPlayerValue(media.player)
                                .setCopyright(media.copyright))
                        .build();
            }

            @Override
            Parser<? extends MessageLite> parser() {
                return MediaContent.parser();
            }

            @Override
            long sum(MessageLite message) {
                MediaContent content = (MediaContent) message;
                Media media = content.getMedia();
                long sum = Texts.length(media.getUri()) + Texts.length(media.getTitle()) + media.getWidth() + media.getHeight();
                sum += Texts.length(media.getFormat()) + media.getDuration() + media.getSize() + media.getBitrate();
                sum += media.getPlayerValue() + Texts.length(media.getCopyright());
                for (int i = 0; i < media.getPersonsCount(); i++) {
                    sum += Texts.length(media.getPersons(i));
                }
                for (int i = 0; i < content.getImagesCount(); i++) {
                    Image image = content.getImages(i);
                    sum += Texts.length(image.getUri()) + Texts.length(image.getTitle()) + image.getWidth() + image.getHeight();
                    sum += image.getSizeValue();
                }
                return sum;
            }

            @Override
            Object model(MessageLite message) {
                MediaContent content = (MediaContent) message;
                var model = new dev.outboard.bench.peers.MediaContent();
                for (Image from : content.getImagesList()) {
                    var image = new dev.outboard.bench.peers.MediaContent.Image();
                    image.uri = from.getUri();
                    image.title = from.getTitle();
                    image.width = from.getWidth();
                    image.height = from.getHeight();
                    image.size = from.getSizeValue();
                    model.images.add(image);
                }
                Media from = content.getMedia();
                var media = model.media;
                media.uri = from.getUri();
                media.title = from.getTitle();
                media.width = from.getWidth();
                media.height = from.getHeight();
                media.format = from.getFormat();
                media.duration = from.getDuration();
                media.size = from.getSize();
                media.bitrate = from.getBitrate();
                media.persons.addAll(from.getPersonsList());
                media.player = from.getPlayerValue();
                media.copyright = from.getCopyright();
                return model;
            }
        },
        CHAT {
            @Override
            MessageLite build(Object message) {
                var chat = (dev.outboard.bench.peers.Chat) message;
                Chat.Builder builder = Chat.newBuilder()
                        .setMessageId(chat.messageId)
                        .setGroupId(chat.groupId)
                        .setSender(chat.sender)
                        .setSentMillis(chat.sentMillis)
                        .setText(chat.text);
                for (int mention : chat.mentions) {
                    builder.addMentions(mention);
                }
                return builder.build();
            }

            @Override
            Parser<? extends MessageLite> parser() {
                return Chat.parser();
            }

            @Override
            long sum(MessageLite message) {
                Chat chat = (Chat) message;
                long sum = chat.getMessageId() + chat.getGroupId() + chat.getSender() + chat.getSentMillis();
                sum += Texts.length(chat.getText());
                for (int i = 0; i < chat.getMentionsCount(); i++) {
                    sum += chat.getMentions(i);
                }
                return sum;
            }

            @Override
            Object model(MessageLite message) {
                Chat from = (Chat) message;
                var chat = new dev.outboard.bench.peers.Chat();
                chat.messageId = from.getMessageId();
                chat.groupId = from.getGroupId();
                chat.sender = from.getSender();
                chat.sentMillis = from.getSentMillis();
                chat.text = from.getText();
                chat.mentions = from.getMentionsList().stream().mapToInt(Integer::intValue).toArray();
                return chat;
            }
        },
        TELEMETRY {
            @Override
            MessageLite build(Object message) {
                var telemetry = (dev.outboard.bench.peers.Telemetry) message;
                Telemetry.Builder builder = Telemetry.newBuilder()
                        .setDevice(telemetry.device)
                        .setTimeNanos(telemetry.timeNanos)
                        .setTemperature(telemetry.temperature)
                        .setSequence(telemetry.sequence);
                for (double value : telemetry.values) {
                    builder.addValues(value);
                }
                for (int delta : telemetry.deltas) {
                    builder.addDeltas(delta);
                }
                for (int flag : telemetry.flags) {
                    builder.addFlags(flag);
                }
                return builder.build();
            }

            @Override
            Parser<? extends MessageLite> parser() {
                return Telemetry.parser();
            }

            @Override
            long sum(MessageLite message) {
                Telemetry telemetry = (Telemetry) message;
                long sum = telemetry.getDevice() + telemetry.getTimeNanos() + telemetry.getSequence();
                sum += Double.doubleToRawLongBits(telemetry.getTemperature());
                for (int i = 0; i < telemetry.getValuesCount(); i++) {
                    sum += Double.doubleToRawLongBits(telemetry.getValues(i));
                }
                for (int i = 0; i < telemetry.getDeltasCount(); i++) {
                    sum += telemetry.getDeltas(i);
                }
                for (int i = 0; i < telemetry.getFlagsCount(); i++) {
                    sum += telemetry.getFlags(i);
                }
                return sum;
            }

            @Override
            Object model(MessageLite message) {
                Telemetry from = (Telemetry) message;
                var telemetry = new dev.outboard.bench.peers.Telemetry();
                telemetry.device = from.getDevice();
                telemetry.timeNanos = from.getTimeNanos();
                telemetry.temperature = from.getTemperature();
                telemetry.sequence = from.getSequence();
                telemetry.values = from.getValuesList().stream().mapToDouble(Double::doubleValue).toArray();
                telemetry.deltas = from.getDeltasList().stream().mapToInt(Integer::intValue).toArray();
                telemetry.flags = from.getFlagsList().stream().mapToInt(Integer::intValue).toArray();
                return telemetry;
            }
        };

        abstract MessageLite build(Object message);

        abstract Parser<? extends MessageLite> parser();

        abstract long sum(MessageLite message);

        abstract Object model(MessageLite message);
    }
}
