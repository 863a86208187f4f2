package dev.outboard.im.server;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.im.backplane.v1.PresenceEntryDecoder;
import dev.outboard.im.backplane.v1.PresenceEntryEncoder;
import dev.outboard.im.backplane.v1.SignalDecoder;
import dev.outboard.im.backplane.v1.SignalEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads signals. Any thread. */
final class SignalCodec {
    private static final int VERSION = 1;

    private final MessageStore store;

    SignalCodec(MessageStore store) {
        this.store = store;
    }

    /** @throws RefusedException where the memory budget has no room */
    byte[] encode(PresenceSignal signal) {
        return store.bytes(out -> {
            SignalEncoder encoder = new SignalEncoder()
                    .wrap(out)
                    .version(VERSION)
                    .node(signal.node())
                    .instance(signal.instance())
                    .kind(signal.kind())
                    .state(signal.state())
                    .part(signal.part())
                    .last(signal.last())
                    .to(signal.to());
            for (PresenceSignal.Entry entry : signal.entries()) {
                PresenceEntryEncoder each =
                        encoder.beginEntries().groupId(entry.groupId()).userId(entry.userId());
                entry.devices().forEach(each::addDevices);
                encoder.endEntries();
            }
        });
    }

    /**
     * Null for a signal of another version, or none at all.
     *
     * @throws dev.outboard.codec.FrameBudgetException where the memory budget has no room
     */
    @Nullable
    PresenceSignal decode(byte[] bytes) {
        return store.read(bytes, 0, bytes.length, reader -> {
            try {
                SignalDecoder signal = new SignalDecoder().wrap(reader);
                return signal.version() == VERSION ? signal(signal) : null;
            } catch (MalformedMessageException e) {
                return null;
            }
        });
    }

    private static PresenceSignal signal(SignalDecoder signal) {
        List<PresenceSignal.Entry> entries = new ArrayList<>(signal.entriesCount());
        for (int i = 0; i < signal.entriesCount(); i++) {
            PresenceEntryDecoder entry = signal.entries(i);
            List<String> devices = new ArrayList<>(entry.devicesCount());
            for (int d = 0; d < entry.devicesCount(); d++) {
                devices.add(entry.devices(d));
            }
            entries.add(new PresenceSignal.Entry(entry.groupId(), entry.userId(), devices));
        }
        return new PresenceSignal(
                signal.node(),
                signal.instance(),
                signal.kind(),
                signal.state(),
                signal.part(),
                signal.last(),
                signal.to(),
                entries);
    }
}
