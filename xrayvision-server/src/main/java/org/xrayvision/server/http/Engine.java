package org.xrayvision.server.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.EngineStatus;
import org.xrayvision.core.Subscription;
import org.xrayvision.spi.ExamListener;

/** What the HTTP side needs of the engine's front page. Safe for threads. */
public interface Engine {
  /** One page. */
  ExamPage exams(ExamQuery query);

  /** One exam, or empty. */
  Optional<ExamView> exam(String uid);

  /** Events after a sequence number, oldest first. */
  List<ExamEvent> events(long afterSeq, int max);

  /** The events of one exam, oldest first. */
  List<ExamEvent> journal(String uid);

  /** The last sequence number. */
  long lastSeq();

  /** The sequence number below which events may be missing. */
  long resyncBefore();

  /** Asks for another look; false if there is no such exam, or its picture is not made yet. */
  boolean requeue(String uid);

  /** The picture's file, or empty. */
  Optional<Path> picture(String uid);

  /** What was not taken, newest first. */
  List<Refusal> refusals(int max);

  /** What the engine does now. */
  EngineStatus status();

  /** The names of the regions. */
  List<String> regions();

  /** Tells events from now on. */
  Subscription subscribe(ExamListener listener);
}
