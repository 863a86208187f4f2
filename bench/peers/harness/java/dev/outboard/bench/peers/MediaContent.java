package dev.outboard.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The message of the jvm-serializers benchmark, as plain Java; fields are public for libraries that work by reflection. */
public final class MediaContent implements Model {
    public List<Image> images = new ArrayList<>();
    public Media media = new Media();

    /** A picture of the media. */
    public static final class Image {
        public String uri = "";
        public String title = "";
        public int width;
        public int height;
        public int size;

        @Override
        public boolean equals(Object other) {
            return other instanceof Image image
                    && uri.equals(image.uri)
                    && title.equals(image.title)
                    && width == image.width
                    && height == image.height
                    && size == image.size;
        }

        @Override
        public int hashCode() {
            return uri.hashCode();
        }
    }

    /** The media itself. */
    public static final class Media {
        public String uri = "";
        public String title = "";
        public int width;
        public int height;
        public String format = "";
        public long duration;
        public long size;
        public int bitrate;
        public List<String> persons = new ArrayList<>();
        public int player;
        public String copyright = "";

        @Override
        public boolean equals(Object other) {
            return other instanceof Media media
                    && uri.equals(media.uri)
                    && title.equals(media.title)
                    && width == media.width
                    && height == media.height
                    && format.equals(media.format)
                    && duration == media.duration
                    && size == media.size
                    && bitrate == media.bitrate
                    && persons.equals(media.persons)
                    && player == media.player
                    && copyright.equals(media.copyright);
        }

        @Override
        public int hashCode() {
            return uri.hashCode();
        }
    }

    /** The benchmark's standard values; copyright is empty. */
    static MediaContent standard() {
        MediaContent content = new MediaContent();
        content.images.add(image("http://javaone.com/keynote_large.jpg", 1024, 768, 1));
        content.images.add(image("http://javaone.com/keynote_small.jpg", 320, 240, 0));
        Media media = content.media;
        media.uri = "http://javaone.com/keynote.mpg";
        media.title = "Javaone Keynote";
        media.width = 640;
        media.height = 480;
        media.format = "video/mpg4";
        media.duration = 18_000_000;
        media.size = 58_982_400;
        media.bitrate = 262_144;
        media.persons.add("Bill Gates");
        media.persons.add("Steve Jobs");
        media.player = 0;
        return content;
    }

    private static Image image(String uri, int width, int height, int size) {
        Image image = new Image();
        image.uri = uri;
        image.title = "Javaone Keynote";
        image.width = width;
        image.height = height;
        image.size = size;
        return image;
    }

    @Override
    public long sum() {
        long sum = Texts.length(media.uri) + Texts.length(media.title) + media.width + media.height;
        sum += Texts.length(media.format);
        sum += media.duration + media.size + media.bitrate + media.player + Texts.length(media.copyright);
        for (String person : media.persons) {
            sum += Texts.length(person);
        }
        for (Image image : images) {
            sum += Texts.length(image.uri) + Texts.length(image.title) + image.width + image.height + image.size;
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MediaContent content && images.equals(content.images) && media.equals(content.media);
    }

    @Override
    public int hashCode() {
        return Objects.hash(images, media);
    }
}
