package dev.outboard.im.backplane.nats;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;

/** The stream that all nodes append to: made where it is not there, as whoever comes first would have it. Any thread. */
final class NatsStream {
    /** How long a question to NATS may take. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private static final int NOT_FOUND = 404;

    private final NatsOptions options;
    private final JetStreamManagement management;
    private final JetStream records;

    NatsStream(Connection connection, NatsOptions options) throws IOException {
        JetStreamOptions asked =
                JetStreamOptions.builder().requestTimeout(REQUEST_TIMEOUT).build();
        this.options = options;
        this.management = connection.jetStreamManagement(asked);
        this.records = connection.jetStream(asked);
    }

    JetStream records() {
        return records;
    }

    /** The stream as it is; a new one where there is none. */
    StreamInfo ensure() throws IOException, JetStreamApiException {
        try {
            return management.getStreamInfo(options.stream());
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
            return management.addStream(configuration());
        }
    }

    /** The record with that number in the stream. */
    byte[] read(long number) throws IOException, JetStreamApiException {
        return management.getMessage(options.stream(), number).getData();
    }

    private StreamConfiguration configuration() {
        return StreamConfiguration.builder()
                .name(options.stream())
                .subjects(options.subjects())
                .storageType(options.memory() ? StorageType.Memory : StorageType.File)
                .retentionPolicy(RetentionPolicy.Limits)
                .discardPolicy(DiscardPolicy.Old)
                .maxBytes(options.streamBytes())
                .maxAge(options.age())
                .duplicateWindow(options.idWindow())
                .build();
    }
}
