package dev.outboard.bench.peers.flatbuffers;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.outboard.bench.peers.MediaContent;
import dev.outboard.bench.peers.Texts;
import java.nio.ByteBuffer;

/** {@code MediaContent}, {@code Image} and {@code Media} as tables; an empty text is left out, as with protobuf. */
final class MediaKind extends FlatbuffersPeer.Kind {
    private static final int IMAGES = 0;
    private static final int MEDIA = 1;

    private static final int URI = 0;
    private static final int TITLE = 1;
    private static final int WIDTH = 2;
    private static final int HEIGHT = 3;

    private static final int IMAGE_SIZE = 4;

    private static final int FORMAT = 4;
    private static final int DURATION = 5;
    private static final int SIZE = 6;
    private static final int BITRATE = 7;
    private static final int PERSONS = 8;
    private static final int PLAYER = 9;
    private static final int COPYRIGHT = 10;

    private final FlatTable image = new FlatTable();
    private final FlatTable media = new FlatTable();
    private final int[] offsets = new int[64];

    @Override
    int write(FlatBufferBuilder out, Object message) {
        MediaContent content = (MediaContent) message;
        int media = media(out, content.media);
        int count = content.images.size();
        for (int i = 0; i < count; i++) {
            offsets[i] = image(out, content.images.get(i));
        }
        int images = offsets(out, offsets, count);
        out.startTable(2);
        out.addOffset(IMAGES, images, 0);
        out.addOffset(MEDIA, media, 0);
        return out.endTable();
    }

    private int media(FlatBufferBuilder out, MediaContent.Media media) {
        int count = media.persons.size();
        for (int i = 0; i < count; i++) {
            offsets[i] = out.createString(media.persons.get(i));
        }
        int persons = offsets(out, offsets, count);
        int uri = text(out, media.uri);
        int title = text(out, media.title);
        int format = text(out, media.format);
        int copyright = text(out, media.copyright);
        out.startTable(11);
        out.addLong(DURATION, media.duration, 0);
        out.addLong(SIZE, media.size, 0);
        out.addOffset(URI, uri, 0);
        out.addOffset(TITLE, title, 0);
        out.addInt(WIDTH, media.width, 0);
        out.addInt(HEIGHT, media.height, 0);
        out.addOffset(FORMAT, format, 0);
        out.addInt(BITRATE, media.bitrate, 0);
        out.addOffset(PERSONS, persons, 0);
        out.addOffset(COPYRIGHT, copyright, 0);
        out.addByte(PLAYER, (byte) media.player, 0);
        return out.endTable();
    }

    private static int image(FlatBufferBuilder out, MediaContent.Image image) {
        int uri = text(out, image.uri);
        int title = text(out, image.title);
        out.startTable(5);
        out.addOffset(URI, uri, 0);
        out.addOffset(TITLE, title, 0);
        out.addInt(WIDTH, image.width, 0);
        out.addInt(HEIGHT, image.height, 0);
        out.addByte(IMAGE_SIZE, (byte) image.size, 0);
        return out.endTable();
    }

    private static int text(FlatBufferBuilder out, String text) {
        return text.isEmpty() ? 0 : out.createString(text);
    }

    @Override
    long sum(ByteBuffer in) {
        long sum = numbers(in);
        sum += Texts.length(media.text(URI)) + Texts.length(media.text(TITLE));
        sum += Texts.length(media.text(FORMAT)) + Texts.length(media.text(COPYRIGHT));
        int persons = media.count(PERSONS);
        for (int i = 0; i < persons; i++) {
            sum += Texts.length(media.text(PERSONS, i));
        }
        int images = table.count(IMAGES);
        for (int i = 0; i < images; i++) {
            sum += pixels(i) + Texts.length(image.text(URI)) + Texts.length(image.text(TITLE));
        }
        return sum;
    }

    @Override
    long sumNoStrings(ByteBuffer in) {
        long sum = numbers(in);
        sum += media.touch(URI) + media.touch(TITLE) + media.touch(FORMAT) + media.touch(COPYRIGHT);
        int persons = media.count(PERSONS);
        for (int i = 0; i < persons; i++) {
            sum += media.touch(PERSONS, i);
        }
        int images = table.count(IMAGES);
        for (int i = 0; i < images; i++) {
            sum += pixels(i) + image.touch(URI) + image.touch(TITLE);
        }
        return sum;
    }

    private long numbers(ByteBuffer in) {
        table.root(in).table(MEDIA, media);
        return media.integer(WIDTH)
                + media.integer(HEIGHT)
                + media.number(DURATION)
                + media.number(SIZE)
                + media.integer(BITRATE)
                + media.octet(PLAYER);
    }

    /** The numbers of an image, to which {@link #image} is moved. */
    private long pixels(int i) {
        table.table(IMAGES, i, image);
        return image.integer(WIDTH) + image.integer(HEIGHT) + image.octet(IMAGE_SIZE);
    }

    @Override
    Object model(ByteBuffer in) {
        table.root(in).table(MEDIA, media);
        MediaContent content = new MediaContent();
        for (int i = 0; i < table.count(IMAGES); i++) {
            table.table(IMAGES, i, image);
            MediaContent.Image model = new MediaContent.Image();
            model.uri = image.text(URI);
            model.title = image.text(TITLE);
            model.width = image.integer(WIDTH);
            model.height = image.integer(HEIGHT);
            model.size = image.octet(IMAGE_SIZE);
            content.images.add(model);
        }
        MediaContent.Media model = content.media;
        model.uri = media.text(URI);
        model.title = media.text(TITLE);
        model.width = media.integer(WIDTH);
        model.height = media.integer(HEIGHT);
        model.format = media.text(FORMAT);
        model.duration = media.number(DURATION);
        model.size = media.number(SIZE);
        model.bitrate = media.integer(BITRATE);
        for (int i = 0; i < media.count(PERSONS); i++) {
            model.persons.add(media.text(PERSONS, i));
        }
        model.player = media.octet(PLAYER);
        model.copyright = media.text(COPYRIGHT);
        return content;
    }
}
