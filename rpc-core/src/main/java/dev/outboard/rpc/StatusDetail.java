package dev.outboard.rpc;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that says more about a failure, as in {@code google.rpc.Status}: on the wire a {@code google.protobuf.Any}.
 *
 * @param typeUrl what the value is, as in {@code type.googleapis.com/google.rpc.RetryInfo}
 * @param value the message's protobuf bytes; not to be changed
 */
public record StatusDetail(String typeUrl, byte[] value) {
    /** Neither may be null. */
    public StatusDetail {
        Objects.requireNonNull(typeUrl, "typeUrl");
        Objects.requireNonNull(value, "value");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StatusDetail that && typeUrl.equals(that.typeUrl) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * typeUrl.hashCode() + Arrays.hashCode(value);
    }

    /** The type only: the value may hold what is not for logs. */
    @Override
    public String toString() {
        return typeUrl + ", " + value.length + " bytes";
    }
}
