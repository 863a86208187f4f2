package dev.outboard.bench.hostile;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Main class of the client that does nothing wrong. Arguments: {@code codec leash-port server-port calls-per-second}. Orders:
 * {@code window millis}, {@code open}, {@code close}, which end with what was seen in between; {@code pause}.
 */
public final class HonestMain {
    private HonestMain() {}

    public static void main(String[] args) throws Exception {
        try (RpcClient client =
                RpcClientBuilder.create().codec(args[0]).eventLoops(1).build()) {
            ClientConnection connection = client.connect("127.0.0.1", Integer.parseInt(args[2]));
            HonestLoad load = new HonestLoad(connection, Double.parseDouble(args[3]));
            Leash.obey(Integer.parseInt(args[1]), words -> obey(load, words));
            load.stop();
        }
    }

    private static Map<String, Object> obey(HonestLoad load, String[] words) throws InterruptedException {
        switch (words[0]) {
            case "window" -> {
                load.open();
                TimeUnit.MILLISECONDS.sleep(Long.parseLong(words[1]));
                return seen(load.close());
            }
            case "open" -> {
                load.open();
                return Map.of();
            }
            case "close" -> {
                return seen(load.close());
            }
            case "pause" -> {
                return Map.of("left", load.pause());
            }
            default ->
                throw new IllegalArgumentException("order: " + words[0] + " (expected: window, open, close, pause)");
        }
    }

    private static Map<String, Object> seen(HonestLoad.Window window) {
        Histogram latency = window.latency();
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("calls", latency.getTotalCount());
        seen.put("failed", window.failed());
        seen.put("p50", latency.getValueAtPercentile(50));
        seen.put("p99", latency.getValueAtPercentile(99));
        seen.put("max", latency.getMaxValue());
        seen.put("why", window.why());
        return seen;
    }
}
