package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UserTableTest {
    private final UserTable table = new UserTable(4, new UserTable.Limits(3, 2, 2));

    @Test
    void membership_outlivesTheConnection() {
        FakeConnection first = new FakeConnection();
        User user = table.signIn(1, first);
        table.join(user, 10);
        table.disconnected(user, first);
        assertThat(user.connection()).isNull();
        assertThat(table.group(10).members().total()).isEqualTo(1);
        FakeConnection second = new FakeConnection();
        assertThat(table.signIn(1, second)).isSameAs(user);
        assertThat(user.isMember(10)).isTrue();
    }

    @Test
    void secondSignIn_closesTheFirstConnection_whoseEndThenChangesNothing() {
        FakeConnection first = new FakeConnection();
        FakeConnection second = new FakeConnection();
        User user = table.signIn(1, first);
        table.signIn(1, second);
        assertThat(first.isOpen()).isFalse();
        table.disconnected(user, first);
        assertThat(user.connection()).isSameAs(second);
    }

    @Test
    void userWithoutConnectionAndGroups_isForgotten() {
        FakeConnection connection = new FakeConnection();
        User user = table.signIn(1, connection);
        table.join(user, 10);
        table.leave(user, 10);
        table.disconnected(user, connection);
        assertThat(table.user(1)).isNull();
        assertThat(table.userCount()).isZero();
        assertThat(table.groupCount()).isZero();
    }

    @Test
    void joiningTwice_countsOnce_andLeavingTwiceIsFine() {
        User user = table.signIn(1, new FakeConnection());
        assertThat(table.join(user, 10)).isEqualTo(1);
        assertThat(table.join(user, 10)).isEqualTo(1);
        assertThat(table.leave(user, 10)).isZero();
        assertThat(table.leave(user, 10)).isZero();
        assertThat(user.groupCount()).isZero();
    }

    @Test
    void groupThatBeginsAnew_doesNotUseNumbersAgain() {
        User user = table.signIn(1, new FakeConnection());
        table.join(user, 10);
        Group group = table.group(10);
        group.order().lock();
        group.advance();
        group.order().unlock();
        table.leave(user, 10);
        table.join(user, 10);
        assertThat(table.group(10)).isNotSameAs(group);
        assertThat(table.group(10).lastSequence()).isEqualTo(1);
    }

    @Test
    void limits_areKept() {
        User user = table.signIn(1, new FakeConnection());
        table.join(user, 10);
        table.join(user, 11);
        assertThatThrownBy(() -> table.join(user, 12))
                .isInstanceOf(RefusedException.class)
                .hasMessage("groups of this user: 2 (expected: below 2)");
        User other = table.signIn(2, new FakeConnection());
        assertThatThrownBy(() -> table.join(other, 12)).hasMessage("groups: 2 (expected: below 2)");
        table.signIn(3, new FakeConnection());
        assertThatThrownBy(() -> table.signIn(4, new FakeConnection())).hasMessage("users: 3 (expected: below 3)");
    }

    @Test
    void sweep_dropsClosedConnectionsOnly() {
        FakeConnection gone = new FakeConnection();
        FakeConnection here = new FakeConnection();
        User left = table.signIn(1, gone);
        table.join(left, 10);
        User stayed = table.signIn(2, here);
        gone.close();
        table.sweep();
        assertThat(left.connection()).isNull();
        assertThat(stayed.connection()).isSameAs(here);
    }
}
