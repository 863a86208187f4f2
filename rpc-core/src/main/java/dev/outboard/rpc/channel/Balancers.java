package dev.outboard.rpc.channel;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The policies that come with channels. They hold no state but in their pickers. */
enum Balancers implements LoadBalancer {
    PICK_FIRST {
        @Override
        public boolean connectsToAll() {
            return false;
        }

        @Override
        public Picker newPicker(List<Endpoint> ready) {
            return key -> 0;
        }
    },

    ROUND_ROBIN {
        @Override
        public Picker newPicker(List<Endpoint> ready) {
            int size = ready.size();
            // From anywhere: channels that are made together do not all begin with the first.
            AtomicInteger next = new AtomicInteger(ThreadLocalRandom.current().nextInt());
            return key -> Integer.remainderUnsigned(next.getAndIncrement(), size);
        }
    },

    LEAST_LOADED {
        @Override
        public Picker newPicker(List<Endpoint> ready) {
            Endpoint[] endpoints = ready.toArray(Endpoint[]::new);
            return key -> lessLoaded(endpoints);
        }
    },

    CONSISTENT_HASH {
        @Override
        public Picker newPicker(List<Endpoint> ready) {
            return new HashRing(ready);
        }
    };

    private static int lessLoaded(Endpoint[] endpoints) {
        int size = endpoints.length;
        if (size == 1) {
            return 0;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int one = random.nextInt(size);
        // Another one, each as likely as the next.
        int other = random.nextInt(size - 1);
        other += other >= one ? 1 : 0;
        return endpoints[other].callsInFlight() < endpoints[one].callsInFlight() ? other : one;
    }
}
