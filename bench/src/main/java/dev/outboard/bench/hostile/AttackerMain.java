package dev.outboard.bench.hostile;

import dev.outboard.rpc.hostile.Attack;
import dev.outboard.rpc.hostile.Attacks;
import dev.outboard.rpc.hostile.Target;
import dev.outboard.rpc.hostile.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Main class of the attacker. Arguments: {@code leash-port plain-port tls-port frames crowd}. Order: {@code attack name millis},
 * which attacks again and again until that time has passed, once at the least.
 */
public final class AttackerMain {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Between two bytes of those who send one after the other. */
    private static final Duration PACE = Duration.ofMillis(50);

    private AttackerMain() {}

    public static void main(String[] args) throws Exception {
        Target target = Target.of(Integer.parseInt(args[1]))
                .tlsPort(Integer.parseInt(args[2]))
                .timing(PATIENCE, PACE)
                .scale(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        Leash.obey(Integer.parseInt(args[0]), words -> attack(target, words[1], Long.parseLong(words[2])));
    }

    private static Map<String, Object> attack(Target target, String id, long millis) throws Exception {
        Attack attack = Attacks.named(id).get(0);
        long deadline = System.nanoTime() + millis * 1_000_000;
        int runs = 0;
        Map<String, Integer> outcomes = new TreeMap<>();
        String bad = "";
        do {
            Verdict verdict = attack.run(target);
            runs++;
            outcomes.merge(verdict.summary(), 1, Integer::sum);
            if (!attack.accepts(verdict) && bad.isEmpty()) {
                bad = verdict.toString();
            }
        } while (System.nanoTime() - deadline < 0);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("runs", runs);
        answer.put("outcome", String.join(", ", outcomes.keySet()));
        answer.put("bad", bad);
        return answer;
    }
}
