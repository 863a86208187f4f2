package dev.outboard.bench.peers.quickbuf;

import dev.outboard.bench.peers.Texts;
import dev.outboard.bench.schema.Image;
import dev.outboard.bench.schema.Media;
import dev.outboard.bench.schema.MediaContent;
import java.util.List;
import us.hebi.quickbuf.RepeatedMessage;
import us.hebi.quickbuf.RepeatedString;

/** The media message. */
final class MediaKind extends QuickbufPeer.Kind<MediaContent> {
    MediaKind() {
        super(MediaContent.newInstance());
    }

    @Override
    MediaContent fill(Object model) {
        var content = (dev.outboard.bench.peers.MediaContent) model;
        message.clearQuick();
        List<dev.outboard.bench.peers.MediaContent.Image> images = content.images;
        RepeatedMessage<Image> to = message.getMutableImages();
        for (int i = 0; i < images.size(); i++) {
            var image = images.get(i);
            to.next()
                    .setUri(image.uri)
                    .setTitle(image.title)
                    .setWidth(image.width)
                    .setHeight(image.height)
                    .setSizeValue(image.size);
        }
        var from = content.media;
        Media media = message.getMutableMedia()
                .setUri(from.uri)
                .setTitle(from.title)
                .setWidth(from.width)
                .setHeight(from.height)
                .setFormat(from.format)
                .setDuration(from.duration)
                .setSize(from.size)
                .setBitrate(from.bitrate)
                .setPlayerValue(from.player)
                .setCopyright(from.copyright);
        for (int i = 0; i < from.persons.size(); i++) {
            media.addPersons(from.persons.get(i));
        }
        return message;
    }

    @Override
    long sum() {
        Media media = message.getMedia();
        long sum = numbers(media) + Texts.length(media.getUri()) + Texts.length(media.getTitle());
        sum += Texts.length(media.getFormat()) + Texts.length(media.getCopyright());
        RepeatedString persons = media.getPersons();
        for (int i = 0; i < persons.length(); i++) {
            sum += Texts.length(persons.get(i));
        }
        RepeatedMessage<Image> images = message.getImages();
        for (int i = 0; i < images.length(); i++) {
            Image image = images.get(i);
            sum += numbers(image) + Texts.length(image.getUri()) + Texts.length(image.getTitle());
        }
        return sum;
    }

    @Override
    long sumNoStrings() {
        Media media = message.getMedia();
        long sum = numbers(media) + media.getUriBytes().size() + media.getTitleBytes().size();
        sum += media.getFormatBytes().size() + media.getCopyrightBytes().size();
        sum += media.getPersons().length();
        RepeatedMessage<Image> images = message.getImages();
        for (int i = 0; i < images.length(); i++) {
            Image image = images.get(i);
            sum += numbers(image) + image.getUriBytes().size() + image.getTitleBytes().size();
        }
        return sum;
    }

    private static long numbers(Media media) {
        return media.getWidth()
                + media.getHeight()
                + media.getDuration()
                + media.getSize()
                + media.getBitrate()
                + media.getPlayerValue();
    }

    private static long numbers(Image image) {
        return image.getWidth() + image.getHeight() + image.getSizeValue();
    }

    @Override
    Object model() {
        var model = new dev.outboard.bench.peers.MediaContent();
        for (Image from : message.getImages()) {
            var image = new dev.outboard.bench.peers.MediaContent.Image();
            image.uri = from.getUri();
            image.title = from.getTitle();
            image.width = from.getWidth();
            image.height = from.getHeight();
            image.size = from.getSizeValue();
            model.images.add(image);
        }
        Media from = message.getMedia();
        var media = model.media;
        media.uri = from.getUri();
        media.title = from.getTitle();
        media.width = from.getWidth();
        media.height = from.getHeight();
        media.format = from.getFormat();
        media.duration = from.getDuration();
        media.size = from.getSize();
        media.bitrate = from.getBitrate();
        from.getPersons().forEach(media.persons::add);
        media.player = from.getPlayerValue();
        media.copyright = from.getCopyright();
        return model;
    }
}
