package dev.outboard.rpc.micrometer;

import dev.outboard.rpc.ClientCallSummary;
import dev.outboard.rpc.ClientCallWatcher;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.StatusCode;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one method's calls are recorded with; each meter is looked up once. Any thread. */
final class MethodMeters implements ClientCallWatcher.Watch {
    private static final String DURATION = "From the request to the end of the call";

    private final Meters meters;
    private final Tags tags;
    private final LongAdder active = new LongAdder();
    private final DistributionSummary requests;
    private final DistributionSummary replies;
    /** By the code's number; made when a call first ends so. */
    private final AtomicReferenceArray<@Nullable Timer> durations =
            new AtomicReferenceArray<>(StatusCode.values().length);

    MethodMeters(Meters meters, String service, String method) {
        this.meters = meters;
        this.tags = Tags.of("rpc.service", service, "rpc.method", method);
        this.requests = meters.bytes("request.size", "Bytes of requests", tags);
        this.replies = meters.bytes("response.size", "Bytes of replies", tags);
        meters.gauge("active", "calls", "Calls that go on", tags, active, LongAdder::sum);
    }

    static MethodMeters of(Meters meters, Method method) {
        return new MethodMeters(meters, method.serviceName(), method.name());
    }

    Timer timer(String name, String description) {
        return meters.timer(name, description, tags);
    }

    void started() {
        active.increment();
    }

    /** A call that had started has ended. */
    void over() {
        active.decrement();
    }

    void record(StatusCode code, long nanos, long requestBytes, long replyBytes) {
        duration(code).record(nanos, TimeUnit.NANOSECONDS);
        requests.record(requestBytes);
        replies.record(replyBytes);
    }

    private Timer duration(StatusCode code) {
        Timer known = durations.get(code.ordinal());
        if (known != null) {
            return known;
        }
        // Who registers it a second time is given the first.
        Timer made = meters.timer("duration", DURATION, tags.and("rpc.response.status_code", code.name()));
        durations.set(code.ordinal(), made);
        return made;
    }

    @Override
    public void ended(ClientCallSummary call) {
        over();
        record(call.code(), call.durationNanos(), call.requestBytes(), call.replyBytes());
    }
}
