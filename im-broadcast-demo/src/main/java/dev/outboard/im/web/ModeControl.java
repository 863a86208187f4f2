package dev.outboard.im.web;

import java.util.List;

/** Changes the mode of a server that runs. Any thread but an event loop. */
public interface ModeControl {
    /** The modes that there are. */
    List<String> modes();

    /**
     * Has messages fanned out in another mode from now on. Waits for those under way.
     *
     * @throws IllegalArgumentException for a mode that there is not, or that this JDK does not run; the message is one line
     * @throws IllegalStateException where it cannot be done now; the message is one line
     */
    void switchTo(String mode);
}
