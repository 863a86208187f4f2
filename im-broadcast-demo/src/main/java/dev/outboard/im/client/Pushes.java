package dev.outboard.im.client;

import dev.outboard.codec.WireReader;
import dev.outboard.im.v1.FarewellDecoder;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.im.v1.GroupMessageDecoder;
import dev.outboard.im.v1.MissedDecoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.PushHandler;
import dev.outboard.rpc.netty.RpcClientBuilder;

/** Hands what is pushed over a client's connections to the users whose they are. */
public final class Pushes {
    private Pushes() {}

    /** Takes messages. */
    public static PushHandler messages() {
        return Pushes::deliver;
    }

    /**
     * Has the client that is being built serve recovering users; returns {@code builder}.
     *
     * @param messages {@link #messages}, or something before it
     */
    public static RpcClientBuilder wire(RpcClientBuilder builder, PushHandler messages) {
        return builder.push(ChatMethods.DELIVER, messages)
                .push(ChatMethods.GAP, Pushes::gap)
                .push(ChatMethods.ENDED, Pushes::ended);
    }

    private static void deliver(ClientConnection connection, WireReader body) {
        if (connection.attachment() instanceof RecoveringUser user) {
            user.pushed(connection, ChatMessage.of(new GroupMessageDecoder().wrap(body)));
        }
    }

    private static void gap(ClientConnection connection, WireReader body) {
        if (connection.attachment() instanceof RecoveringUser user) {
            MissedDecoder marker = new MissedDecoder().wrap(body);
            user.missed(connection, marker.all() ? 0 : marker.groupId(), marker.epoch());
        }
    }

    private static void ended(ClientConnection connection, WireReader body) {
        if (connection.attachment() instanceof RecoveringUser user
                && new FarewellDecoder().wrap(body).reason() == FarewellReasonEnum.FAREWELL_TAKEN_OVER) {
            user.takenOver(connection);
        }
    }
}
