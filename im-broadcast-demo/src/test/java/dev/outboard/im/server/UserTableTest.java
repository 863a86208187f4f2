package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.auth.GroupSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserTableTest {
    private final UserTable table = new UserTable(4, new UserTable.Limits(3, 2, 2, 2));

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
        assertThat(user.account().isMember(10)).isTrue();
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
        assertThat(table.account(1)).isNull();
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
        assertThat(user.account().groups()).isEmpty();
    }

    @Test
    void groupThatBeginsAnew_doesNotUseNumbersAgain() {
        User user = table.signIn(1, new FakeConnection());
        table.join(user, 10);
        Group group = table.group(10);
        group.order().lock();
        group.advance(new Publication());
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

    @Test
    void devices_eachGetTheGroup_andTheUserCountsOnce() {
        User phone = table.signIn(1, terms("phone", false), new FakeConnection());
        table.join(phone, 10);
        FakeConnection connection = new FakeConnection();
        User laptop = table.signIn(1, terms("laptop", false), connection);
        assertThat(slots(10)).containsExactlyInAnyOrder(phone, laptop);
        assertThat(table.group(10).users()).isEqualTo(1);
        table.disconnected(laptop, connection);
        assertThat(slots(10)).containsExactly(phone);
        assertThat(table.deviceCount()).isEqualTo(1);
    }

    @Test
    void lastDeviceThatGoes_leavesASlotForTheUser() {
        FakeConnection first = new FakeConnection();
        FakeConnection second = new FakeConnection();
        User phone = table.signIn(1, terms("phone", false), first);
        User laptop = table.signIn(1, terms("laptop", false), second);
        table.join(phone, 10);
        table.disconnected(phone, first);
        table.disconnected(laptop, second);
        assertThat(slots(10)).singleElement().extracting(User::connection).isNull();
        assertThat(table.account(1).devices()).isEmpty();
    }

    @Test
    void deviceThatHolds_getsOnlyWhatItAsksFor_andTheAbsentSlotTheRest() {
        FakeConnection first = new FakeConnection();
        User before = table.signIn(1, first);
        table.join(before, 10);
        table.join(before, 11);
        table.disconnected(before, first);
        User holding = table.signIn(1, terms("", true), new FakeConnection());
        assertThat(slots(10)).containsExactly(before);
        table.subscribe(holding, table.member(holding, 10));
        assertThat(slots(10)).containsExactly(holding);
        assertThat(slots(11)).containsExactly(before);
    }

    @Test
    void deviceThatHolds_makesTheOthersHearOfItsGroups() {
        User plain = table.signIn(1, terms("plain", false), new FakeConnection());
        User holding = table.signIn(1, terms("holding", true), new FakeConnection());
        Group group = table.member(holding, 10);
        assertThat(slots(10)).containsExactly(plain);
        table.subscribe(holding, group);
        assertThat(slots(10)).containsExactly(plain, holding);
        assertThat(group.users()).isEqualTo(1);
    }

    @Test
    void deviceOfALesserToken_getsNothingOfOtherGroups() {
        FakeConnection first = new FakeConnection();
        User before = table.signIn(1, first);
        table.join(before, 10);
        table.join(before, 11);
        table.disconnected(before, first);
        SignInTerms lesser = new SignInTerms("", false, false, GroupSet.of(List.of("11")));
        User user = table.signIn(1, lesser, new FakeConnection());
        assertThat(slots(10)).singleElement().isNotSameAs(user);
        assertThat(slots(10).get(0).connection()).isNull();
        assertThat(slots(11)).containsExactly(user);
    }

    @Test
    void devices_areLimited_andATakeoverIsNone() {
        table.signIn(1, terms("a", false), new FakeConnection());
        table.signIn(1, terms("b", false), new FakeConnection());
        table.signIn(1, terms("b", false), new FakeConnection());
        assertThatThrownBy(() -> table.signIn(1, terms("c", false), new FakeConnection()))
                .hasMessage("devices of this user: 2 (expected: below 2)");
    }

    @Test
    void comingsAndGoings_areToldOnce_andCancelOut() {
        table.signIn(3, new SignInTerms("", false, true, GroupSet.ALL), new FakeConnection());
        User stays = table.signIn(1, new FakeConnection());
        table.join(stays, 10);
        FakeConnection comesAndGoes = new FakeConnection();
        User other = table.signIn(2, comesAndGoes);
        table.join(other, 10);
        table.disconnected(other, comesAndGoes);
        assertThat(tick()).containsExactly("10 +[1] -[]");
        table.leave(stays, 10);
        table.join(stays, 10);
        assertThat(tick()).isEmpty();
        table.leave(stays, 10);
        assertThat(tick()).containsExactly("10 +[] -[1]");
    }

    private List<String> tick() {
        List<String> told = new ArrayList<>();
        table.presenceTick((group, change) -> told.add(group.id() + " +" + change.joined() + " -" + change.left()));
        return told;
    }

    private List<User> slots(int groupId) {
        Members members = table.group(groupId).members();
        List<User> slots = new ArrayList<>();
        for (int shard = 0; shard < members.shards(); shard++) {
            for (int i = 0; i < members.count(shard); i++) {
                slots.add(members.get(shard, i));
            }
        }
        return slots;
    }

    private static SignInTerms terms(String device, boolean hold) {
        return new SignInTerms(device, hold, false, GroupSet.ALL);
    }
}
