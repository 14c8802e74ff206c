package dev.houseflow.javaapi.internal.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.houseflow.javaapi.internal.binding.write.PrefetchChoice;
import org.junit.jupiter.api.Test;

class PrefetchChoiceTest {
    private static final int TRIALS = 8;
    private static final int PERIOD = 256;

    @Test
    void triesBothWaysInTurnsAndStaysWithOneUntilTheNextTrials() {
        PrefetchChoice choice = new PrefetchChoice();
        for (int period = 0; period < 3; period++) {
            for (int group = 0; group < TRIALS; group++) {
                assertEquals(group % 2 == 0, choice.next(), "trial " + group);
                choice.written();
            }
            boolean chosen = choice.next();
            choice.written();
            for (int group = TRIALS + 1; group < PERIOD; group++) {
                assertEquals(chosen, choice.next(), "group " + group);
                choice.written();
            }
        }
    }
}
