package dev.outboard.bench.peers.sbe;

import dev.outboard.bench.peers.MediaContent;
import dev.outboard.bench.peers.Texts;
import dev.outboard.bench.sbe.MediaContentDecoder;
import dev.outboard.bench.sbe.MediaContentEncoder;
import dev.outboard.bench.sbe.MessageHeaderDecoder;
import dev.outboard.bench.sbe.MessageHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** The media message; what is in one order on the wire is written and read in that order. */
final class MediaKind extends SbePeer.Kind {
    private final MessageHeaderEncoder outHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder inHeader = new MessageHeaderDecoder();
    private final MediaContentEncoder encoder = new MediaContentEncoder();
    private final MediaContentDecoder decoder = new MediaContentDecoder();
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);

    @Override
    int encode(UnsafeBuffer out, Object message) {
        MediaContent content = (MediaContent) message;
        MediaContent.Media media = content.media;
        encoder.wrapAndApplyHeader(out, 0, outHeader)
                .width(media.width)
                .height(media.height)
                .duration(media.duration)
                .size(media.size)
                .bitrate(media.bitrate)
                .player((short) media.player);
        MediaContentEncoder.ImagesEncoder images = encoder.imagesCount(content.images.size());
        for (int i = 0; i < content.images.size(); i++) {
            MediaContent.Image image = content.images.get(i);
            images.next()
                    .width(image.width)
                    .height(image.height)
                    .size((short) image.size)
                    .uri(image.uri)
                    .title(image.title);
        }
        MediaContentEncoder.PersonsEncoder persons = encoder.personsCount(media.persons.size());
        for (int i = 0; i < media.persons.size(); i++) {
            persons.next().name(media.persons.get(i));
        }
        encoder.uri(media.uri).title(media.title).format(media.format).copyright(media.copyright);
        return encoder.limit();
    }

    @Override
    long sum(UnsafeBuffer in) {
        long sum = numbers(in);
        for (MediaContentDecoder.ImagesDecoder images = decoder.images(); images.hasNext(); ) {
            images.next();
            sum += images.width() + images.height() + images.size();
            sum += Texts.length(images.uri()) + Texts.length(images.title());
        }
        for (MediaContentDecoder.PersonsDecoder persons = decoder.persons(); persons.hasNext(); ) {
            sum += Texts.length(persons.next().name());
        }
        sum += Texts.length(decoder.uri()) + Texts.length(decoder.title());
        return sum + Texts.length(decoder.format()) + Texts.length(decoder.copyright());
    }

    @Override
    long sumNoStrings(UnsafeBuffer in) {
        long sum = numbers(in);
        for (MediaContentDecoder.ImagesDecoder images = decoder.images(); images.hasNext(); ) {
            images.next();
            sum += images.width() + images.height() + images.size();
            images.wrapUri(text);
            sum += SbePeer.touch(text);
            images.wrapTitle(text);
            sum += SbePeer.touch(text);
        }
        for (MediaContentDecoder.PersonsDecoder persons = decoder.persons(); persons.hasNext(); ) {
            persons.next().wrapName(text);
            sum += SbePeer.touch(text);
        }
        decoder.wrapUri(text);
        sum += SbePeer.touch(text);
        decoder.wrapTitle(text);
        sum += SbePeer.touch(text);
        decoder.wrapFormat(text);
        sum += SbePeer.touch(text);
        decoder.wrapCopyright(text);
        return sum + SbePeer.touch(text);
    }

    private long numbers(UnsafeBuffer in) {
        decoder.wrapAndApplyHeader(in, 0, inHeader);
        long sum = decoder.width() + decoder.height() + decoder.duration() + decoder.size();
        return sum + decoder.bitrate() + decoder.player();
    }

    @Override
    Object model(UnsafeBuffer in) {
        decoder.wrapAndApplyHeader(in, 0, inHeader);
        MediaContent content = new MediaContent();
        MediaContent.Media media = content.media;
        media.width = decoder.width();
        media.height = decoder.height();
        media.duration = decoder.duration();
        media.size = decoder.size();
        media.bitrate = decoder.bitrate();
        media.player = decoder.player();
        for (MediaContentDecoder.ImagesDecoder images = decoder.images(); images.hasNext(); ) {
            images.next();
            MediaContent.Image image = new MediaContent.Image();
            image.width = images.width();
            image.height = images.height();
            image.size = images.size();
            image.uri = images.uri();
            image.title = images.title();
            content.images.add(image);
        }
        for (MediaContentDecoder.PersonsDecoder persons = decoder.persons(); persons.hasNext(); ) {
            media.persons.add(persons.next().name());
        }
        media.uri = decoder.uri();
        media.title = decoder.title();
        media.format = decoder.format();
        media.copyright = decoder.copyright();
        return content;
    }
}
