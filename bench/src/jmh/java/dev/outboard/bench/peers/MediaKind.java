package dev.outboard.bench.peers;

import dev.outboard.bench.schema.ImageDecoder;
import dev.outboard.bench.schema.MediaContentDecoder;
import dev.outboard.bench.schema.MediaContentEncoder;
import dev.outboard.bench.schema.MediaDecoder;
import dev.outboard.bench.schema.MediaEncoder;
import dev.outboard.codec.Utf8View;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import java.util.List;

/** The media message. */
final class MediaKind extends OutboardPeer.Kind {
    private final MediaContentEncoder encoder = new MediaContentEncoder();
    private final MediaContentDecoder decoder = new MediaContentDecoder();
    private final Utf8View text = new Utf8View();

    @Override
    void encode(FrameWriter out, Object message) {
        MediaContent content = (MediaContent) message;
        encoder.wrap(out);
        List<MediaContent.Image> images = content.images;
        for (int i = 0; i < images.size(); i++) {
            MediaContent.Image image = images.get(i);
            encoder.beginImages()
                    .uri(image.uri)
                    .title(image.title)
                    .width(image.width)
                    .height(image.height)
                    .sizeNumber(image.size);
            encoder.endImages();
        }
        MediaContent.Media from = content.media;
        MediaEncoder media = encoder.beginMedia()
                .uri(from.uri)
                .title(from.title)
                .width(from.width)
                .height(from.height)
                .format(from.format)
                .duration(from.duration)
                .size(from.size)
                .bitrate(from.bitrate);
        for (int i = 0; i < from.persons.size(); i++) {
            media.addPersons(from.persons.get(i));
        }
        media.playerNumber(from.player).copyright(from.copyright);
        encoder.endMedia();
    }

    @Override
    long sum(FrameReader in) {
        MediaContentDecoder content = decoder.wrap(in);
        long sum = 0;
        int images = content.imagesCount();
        for (int i = 0; i < images; i++) {
            ImageDecoder image = content.images(i);
            sum += Texts.length(image.uri())
                    + Texts.length(image.title())
                    + image.width()
                    + image.height()
                    + image.sizeNumber();
        }
        MediaDecoder media = content.media();
        sum += Texts.length(media.uri()) + Texts.length(media.title()) + media.width() + media.height();
        sum += Texts.length(media.format()) + media.duration() + media.size() + media.bitrate();
        int persons = media.personsCount();
        for (int i = 0; i < persons; i++) {
            sum += Texts.length(media.persons(i));
        }
        return sum + media.playerNumber() + Texts.length(media.copyright());
    }

    @Override
    long sumNoStrings(FrameReader in) {
        MediaContentDecoder content = decoder.wrap(in);
        long sum = 0;
        int images = content.imagesCount();
        for (int i = 0; i < images; i++) {
            ImageDecoder image = content.images(i);
            sum += OutboardPeer.touch(image.uriView(text)) + OutboardPeer.touch(image.titleView(text));
            sum += image.width() + image.height() + image.sizeNumber();
        }
        MediaDecoder media = content.media();
        sum += OutboardPeer.touch(media.uriView(text)) + OutboardPeer.touch(media.titleView(text));
        sum += media.width() + media.height() + OutboardPeer.touch(media.formatView(text));
        sum += media.duration() + media.size() + media.bitrate();
        int persons = media.personsCount();
        for (int i = 0; i < persons; i++) {
            sum += OutboardPeer.touch(media.personsView(i, text));
        }
        return sum + media.playerNumber() + OutboardPeer.touch(media.copyrightView(text));
    }

    @Override
    Object model(FrameReader in) {
        MediaContentDecoder from = decoder.wrap(in);
        MediaContent content = new MediaContent();
        for (int i = 0; i < from.imagesCount(); i++) {
            ImageDecoder one = from.images(i);
            MediaContent.Image image = new MediaContent.Image();
            image.uri = one.uri();
            image.title = one.title();
            image.width = one.width();
            image.height = one.height();
            image.size = one.sizeNumber();
            content.images.add(image);
        }
        MediaDecoder one = from.media();
        MediaContent.Media media = content.media;
        media.uri = one.uri();
        media.title = one.title();
        media.width = one.width();
        media.height = one.height();
        media.format = one.format();
        media.duration = one.duration();
        media.size = one.size();
        media.bitrate = one.bitrate();
        for (int i = 0; i < one.personsCount(); i++) {
            media.persons.add(one.persons(i));
        }
        media.player = one.playerNumber();
        media.copyright = one.copyright();
        return content;
    }
}
