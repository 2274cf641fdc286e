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
    for (int i = 0; i < 14; i++) {
      Duration wait = throttle.attempt("maria", "::1").orElseThrow();
      assertThat(wait).isEqualTo(expected);
      clock.advance(wait);
      assertThat(throttle.attempt("maria", "::1")).isEmpty();
      expected = expected.multipliedBy(2);
      expected = expected.compareTo(Duration.ofMinutes(15)) > 0 ? Duration.ofMinutes(15) : expected;
    }
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
