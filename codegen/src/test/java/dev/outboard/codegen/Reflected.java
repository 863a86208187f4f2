package dev.outboard.codegen;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls of methods that are not there yet when the tests are compiled. */
final class Reflected {
    private static final Map<List<Object>, Method> METHODS = new HashMap<>();

    private Reflected() {}

    static Object make(ClassLoader classes, String name) {
        try {
            return classes.loadClass(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name, e);
        }
    }

    /** Calls a method without parameters. */
    static <T> T call(Object target, String name) {
        return call(target, name, List.of());
    }

    static <T> T call(Object target, String name, Class<?> type, Object argument) {
        return call(target, name, List.of(type), argument);
    }

    static <T> T call(Object target, String name, List<Class<?>> types, Object... arguments) {
        try {
            return result(method(target.getClass(), name, types).invoke(target, arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new AssertionError(name, e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(name, e);
        }
    }

    private static Method method(Class<?> owner, String name, List<Class<?>> types) {
        return METHODS.computeIfAbsent(List.of(owner, name, types), key -> {
            try {
                return owner.getMethod(name, types.toArray(Class<?>[]::new));
            } catch (NoSuchMethodException e) {
                throw new AssertionError(name, e);
            }
        });
    }

    /** What the method returns is known to whoever named it. */
    @SuppressWarnings("unchecked")
    private static <T> T result(Object value) {
        return (T) value;
    }
}
