package dev.outboard.rpc.hostile;

import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.GoAwayCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An attack that breaks a rule for which there is a name: the connection ends with that fault. */
public interface Violation extends Attack {
    /** The fault that the server books. */
    Fault fault();

    /** What the server says before it closes; null for nothing. */
    @Nullable
    GoAwayCode goAway();

    /** Whether it shakes hands first, and breaks the rule then. */
    boolean greetsFirst();

    /** Breaks the rule. */
    void misbehave(RawPeer peer, Target target) throws IOException;

    @Override
    default String rule() {
        GoAwayCode code = goAway();
        return "closed, " + fault().label() + (code == null ? ", without a word" : ", GOAWAY " + code);
    }

    @Override
    default boolean accepts(Verdict verdict) {
        GoAwayCode code = goAway();
        return code == null
                ? verdict.end() == Verdict.End.CLOSED && verdict.goAway() == null
                : verdict.isClosedFor(code);
    }

    @Override
    default Verdict run(Target target) throws IOException {
        try (RawPeer peer = greetsFirst() ? RawPeer.greeted(target) : new RawPeer(target.address())) {
            String text = "";
            try {
                misbehave(peer, target);
            } catch (IOException e) {
                text = "closed while it was still sending";
            }
            Verdict verdict = peer.verdict(target.patience());
            return verdict.text().isEmpty() ? new Verdict(verdict.end(), verdict.goAway(), text) : verdict;
        }
    }
}
