package dev.outboard.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks {@link LeakCheckExtension} to look for leaked frames and buffers after each test too, and so to name the test.
 * For classes whose fixtures hold no frame between tests. Without it the check runs once, behind the class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface LeakCheck {}
