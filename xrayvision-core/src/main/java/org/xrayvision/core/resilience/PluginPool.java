/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Cancellation;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/**
 * Runs one plugin's calls on threads of its own: each call ends at its deadline whatever the plugin
 * does, and a plugin that ignores interrupts holds its own threads only. Safe for threads.
 */
final class PluginPool {
  /** What a plugin that keeps its deadline itself may need to say so. */
  private static final long GRACE_MILLIS = 250;

  private static final long IDLE_SECONDS = 10;
  private static final long CLOSE_MILLIS = 1_000;
  private static final long LOOK_MILLIS = 20;

  /** How long after its end a call may go on before its thread counts as stuck. */
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The right to hold a thread; given back once, whatever becomes of the call. */
  private final class Permit {
    private final AtomicBoolean held = new AtomicBoolean(true);
    private volatile long endedAt;

    void release() {
      if (held.getAndSet(false)) {
        overdue.remove(this);
        free.release();
      }
    }

    /** Nobody waits for the call any more, and its thread may go on. */
    void end() {
      endedAt = System.nanoTime();
      overdue.add(this);
      if (!held.get()) {
        overdue.remove(this);
      }
    }

    boolean isStuck() {
      return System.nanoTime() - endedAt > STUCK_NANOS;
    }
  }

  /** A thread that keeps its name, whatever a plugin calls it while it is its own. */
  private static final class PluginThread extends Thread {
    private final String ownName;

    PluginThread(Runnable task, String name) {
      super(task, name);
      this.ownName = name;
    }

    static void rename() {
      if (Thread.currentThread() instanceof PluginThread own) {
        own.setName(own.ownName);
      }
    }
  }

  /** A call under way. */
  private record Call<R>(Future<R> future, Permit permit, CallCancellation cancellation) {}

  private final String plugin;
  private final String prefix;
  private final int calls;
  private final Semaphore free;
  private final ThreadPoolExecutor threads;
  private final ClassLoader loader;
  private final Set<Future<?>> running = ConcurrentHashMap.newKeySet();
  private final Set<Permit> overdue = ConcurrentHashMap.newKeySet();
  private volatile boolean abandoned;

  PluginPool(String role, String plugin, int calls, ClassLoader loader) {
    this.loader = loader;
    this.plugin = plugin;
    this.prefix = "xrv-" + role + "-" + plugin;
    this.calls = calls;
    this.free = new Semaphore(calls);
    this.threads =
        new ThreadPoolExecutor(
            0,
            // Counted by permits: a thread that has just answered is not idle yet, but free.
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named(prefix));
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new PluginThread(task, prefix + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Calls the plugin.
   *
   * @throws BackendException what the plugin threw, or what its silence or its fault amounts to
   * @throws CallAbandonedException if the engine closes meanwhile
   */
  <R> R call(Deadline deadline, Function<Cancellation, R> task) {
    Call<R> call = submitted(task);
    running.add(call.future());
    boolean answered = false;
    try {
      if (abandoned) {
        throw new CallAbandonedException();
      }
      R answer =
          call.future().get(deadline.remaining().toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
      answered = true;
      if (answer == null) {
        throw new PermanentBackendException(plugin + " answered null");
      }
      return answer;
    } catch (ExecutionException e) {
      throw PluginFailures.of(plugin, e.getCause());
    } catch (TimeoutException e) {
      throw TransientBackendException.failure(
          plugin + " did not answer within its deadline", null, e);
    } catch (CancellationException e) {
      throw new CallAbandonedException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallAbandonedException();
    } finally {
      end(call, answered);
    }
  }

  @SuppressWarnings("CollectionUndefinedEquality") // a future is equal to itself only, as wanted
  private void end(Call<?> call, boolean answered) {
    if (!answered) {
      call.permit().end();
      call.cancellation().cancel();
    }
    call.future().cancel(true);
    running.remove(call.future());
  }

  /** How many threads are stuck in calls that nobody waits for any more. */
  int stuck() {
    return (int) overdue.stream().filter(Permit::isStuck).count();
  }

  /** Waits until each call that nobody waits for any more has ended, or its thread is stuck. */
  void awaitLate() throws InterruptedException {
    while (!overdue.stream().allMatch(Permit::isStuck)) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private <R> Call<R> submitted(Function<Cancellation, R> task) {
    if (!free.tryAcquire()) {
      throw TransientBackendException.outage(
          "all "
              + calls
              + " threads of "
              + plugin
              + " are held by calls that ignore their deadline; restart, and mend the plugin",
          (Throwable) null);
    }
    Permit permit = new Permit();
    CallCancellation cancellation = new CallCancellation();
    FutureTask<R> call = new FutureTask<>(() -> answer(task, cancellation, permit));
    try {
      threads.execute(() -> run(call, permit));
    } catch (RejectedExecutionException e) {
      permit.release();
      throw new CallAbandonedException();
    } catch (Error e) {
      permit.release();
      throw e;
    }
    return new Call<>(call, permit, cancellation);
  }

  private <R> R answer(
      Function<Cancellation, R> task, CallCancellation cancellation, Permit permit) {
    try {
      Thread.currentThread().setContextClassLoader(loader);
      return task.apply(cancellation);
    } finally {
      PluginThread.rename();
      // Before the answer is seen, so that the next call is not refused.
      permit.release();
    }
  }

  private static void run(FutureTask<?> call, Permit permit) {
    try {
      call.run();
    } finally {
      // A call that was cancelled before it began.
      permit.release();
    }
  }

  /** Cancels the calls in progress and refuses new ones; each caller is told. */
  void abandon() {
    abandoned = true;
    running.forEach(call -> call.cancel(true));
  }

  /** Interrupts what runs, and lets nothing begin any more. Returns at once. */
  void shutDown() {
    abandon();
    threads.shutdownNow();
  }

  /**
   * Waits for the threads, after {@link #shutDown}.
   *
   * @param deadline how long at most: a moment of {@link System#nanoTime}
   */
  void awaitEnd(long deadline) {
    try {
      boolean unused = threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupts what runs, then ends the plugin; waits for both, but not for ever. */
  void close(AutoCloseable last) {
    shutDown();
    // Its end is the plugin's own code, too, and may hang or throw whatever it likes.
    Thread end = new Thread(() -> end(last), prefix + "-close");
    end.setDaemon(true);
    end.setContextClassLoader(loader);
    awaitEnd(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS));
    end.start();
    try {
      end.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end.interrupt();
  }

  private static void end(AutoCloseable last) {
    try {
      last.close();
    } catch (Throwable e) {
      // Nothing is left to be done with it; its threads and ours are apart.
    }
  }
}
