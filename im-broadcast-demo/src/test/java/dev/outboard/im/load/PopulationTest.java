package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PopulationTest {
    private final Population population = new Population(200, 30, 50, 3, 77);

    @Test
    void groups_haveDifferentMembers_asMany_asAsked() {
        for (int group = 0; group < 30; group++) {
            assertThat(population.members(group))
                    .hasSize(50)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
        assertThat(population.members(0)).isNotEqualTo(population.members(1));
        assertThat(population.memberships()).isEqualTo(1_500);
    }

    @Test
    void usersKnowTheirGroups_andTheirPlaceInThem() {
        int memberships = 0;
        for (int user = 0; user < 200; user++) {
            int[] groups = population.groupsOf(user);
            for (int i = 0; i < groups.length; i++) {
                int[] members = population.members(groups[i]);
                assertThat(members[population.ordinalsOf(user)[i]]).isEqualTo(user);
                memberships++;
            }
        }
        assertThat(memberships).isEqualTo(population.memberships());
    }

    @Test
    void sameSeed_givesTheSameMembers_andAnotherRunOtherNumbers() {
        Population again = new Population(200, 30, 50, 3, 78);
        assertThat(again.members(7)).isEqualTo(population.members(7));
        assertThat(again.userId(7)).isNotEqualTo(population.userId(7));
        assertThat(again.groupId(7)).isNotEqualTo(population.groupId(7));
        assertThat(population.groupOf(population.groupId(7))).isEqualTo(7);
        assertThat(population.groupOf(again.groupId(7)))
                .satisfiesAnyOf(
                        group -> assertThat(group).isNegative(),
                        group -> assertThat(group).isGreaterThanOrEqualTo(30));
    }
}
