/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {
  private final HandClock clock = new HandClock();
  private final LoginThrottle throttle = new LoginThrottle(clock);

  @Test
  void eachFurtherFailureDoublesTheWaitUpToAQuarterOfAnHour() {
    for (int i = 0; i < 5; i++) {
      assertThat(throttle.attempt("maria", "::1")).isEmpty();
    }
    Duration expected = Duration.ofSeconds(1);
    for (int i = 0; i < 9; i++) {
      assertThat(failOnceMore()).isEqualTo(expected);
      expected = expected.multipliedBy(2);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(failOnceMore()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(15));
    }
  }

  /** Waits for as long as one must, and fails; returns how long that was. */
  private Duration failOnceMore() {
    Duration wait = throttle.attempt("maria", "::1").orElseThrow();
    clock.advance(wait);
    assertThat(throttle.attempt("maria", "::1")).isEmpty();
    return wait;
  }

  @Test
  void theSlipsOfManyPeopleAtOneAddressNeverAddUp() {
    for (int i = 0; i < 500; i++) {
      String person = "person" + i % 20;
      assertThat(throttle.attempt(person, "::1")).as("slip " + i).isEmpty();
      assertThat(throttle.attempt(person, "::1")).as("log-in " + i).isEmpty();
      throttle.succeeded(person, "::1");
      clock.advance(Duration.ofMinutes(5));
    }
  }

  @Test
  void anAddressThatGuessesOnIsHeldUpForEver() {
    int looked = 0;
    for (int minute = 0; minute < 24 * 60; minute++) {
      looked += throttle.attempt("user" + minute, "::1").isEmpty() ? 1 : 0;
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(looked).isLessThan(30 + 24 * 60 / 4);
  }

  @Test
  void oneAddressCannotTryManyAccounts() {
    for (int i = 0; i < 30; i++) {
      assertThat(throttle.attempt("user" + i, "::1")).isEmpty();
    }

    assertThat(throttle.attempt("another", "::1")).isPresent();
    assertThat(throttle.attempt("another", "::2")).isEmpty();
  }

  @Test
  void manyAddressesCannotTryOneAccountForever() {
    for (int i = 0; i < 100; i++) {
      assertThat(throttle.attempt("maria", "address" + i)).isEmpty();
    }

    assertThat(throttle.attempt("maria", "yet another"))
        .hasValueSatisfying(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofMinutes(1)));
  }

  @Test
  void successForgivesTheAccountButNotAllOfTheAddress() {
    for (int i = 0; i < 29; i++) {
      throttle.attempt("user" + i, "::1");
    }
    for (int i = 0; i < 3; i++) {
      assertThat(throttle.attempt("mine", "::1")).as("try " + i).isEmpty();
      throttle.succeeded("mine", "::1");
    }

    assertThat(throttle.attempt("user30", "::1")).isEmpty();
    assertThat(throttle.attempt("user31", "::1")).isPresent();
  }

  @Test
  void failuresAreForgottenAfterHalfAnHour() {
    for (int i = 0; i < 5; i++) {
      throttle.attempt("maria", "::1");
    }
    clock.advance(Duration.ofMinutes(31));

    for (int i = 0; i < 5; i++) {
      assertThat(throttle.attempt("maria", "::1")).isEmpty();
    }
  }

  @Test
  void attemptsThatHaveNotEndedYetCount() {
    for (int i = 0; i < 5; i++) {
      throttle.attempt("maria", "::1");
    }

    assertThat(throttle.attempt("maria", "::1")).isPresent();
  }

  @Test
  void anAttemptThatWasNotLookedAtDoesNotCount() {
    for (int i = 0; i < 20; i++) {
      assertThat(throttle.attempt("maria", "::1")).isEmpty();
      throttle.withdrawn("maria", "::1");
    }
  }
}
