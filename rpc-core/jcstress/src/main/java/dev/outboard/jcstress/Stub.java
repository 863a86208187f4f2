package dev.outboard.jcstress;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Stands in for a large interface of which a test needs a few methods. */
@FunctionalInterface
public interface Stub {
    /** What a method returns; {@link #unexpected} for one that no test needs. */
    @Nullable
    Object answer(String method, Object[] args);

    /** Makes one. */
    static <T> T of(Class<T> type, Stub stub) {
        InvocationHandler handler = (self, method, args) -> switch (method.getName()) {
            case "equals" -> self == args[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> type.getSimpleName();
            default -> stub.answer(method.getName(), args == null ? new Object[0] : args);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Fails for a method that no test needs. */
    static UnsupportedOperationException unexpected(String method) {
        return new UnsupportedOperationException(method + " (expected: one that the stub has)");
    }
}
