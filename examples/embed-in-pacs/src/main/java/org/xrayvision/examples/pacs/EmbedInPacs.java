/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.pacs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.AssociationListener;
import org.xrayvision.dicom.net.DicomListener;
import org.xrayvision.spi.openai.OpenAiOptions;
import org.xrayvision.spi.openai.OpenAiReportReader;
import org.xrayvision.spi.openai.OpenAiVisionModel;

/**
 * Stands for a PACS that has a DICOM listener and a screen of its own, and an engine inside. Safe
 * for threads.
 */
public final class EmbedInPacs implements AutoCloseable {
  private final XRayVision engine;
  private final DicomListener listener;
  private final Consumer<String> screen;

  /**
   * Starts engine and listener.
   *
   * @param engine closed with this
   * @param port of the listener on this machine, 0 for any
   * @param screen shows results
   */
  // docs:begin start
  public EmbedInPacs(XRayVision engine, int port, Consumer<String> screen) throws IOException {
    this.engine = engine;
    this.screen = screen;
    this.listener =
        new DicomListener(
            AcceptorOptions.builder()
                .aeTitle("PACS")
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(port)
                .storageSopClassUids(engine.sopClasses())
                .transferSyntaxUids(engine.transferSyntaxes().stream().sorted().toList())
                .build(),
            new HandOver(engine),
            new AssociationListener() {});
    engine.start();
    engine.subscribe(this::show);
    listener.start();
  }

  // docs:end start

  /** Serves until the program is ended. Arguments: endpoint, model, data folder, port. */
  public static void main(String[] args) throws IOException {
    OpenAiOptions model = OpenAiOptions.builder(URI.create(args[0]), args[1]).build();
    XRayVision engine =
        XRayVision.builder()
            .dataDirectory(Path.of(args[2]))
            .visionModel(new OpenAiVisionModel(model))
            .reportReader(new OpenAiReportReader(model))
            .build();
    EmbedInPacs pacs = new EmbedInPacs(engine, Integer.parseInt(args[3]), System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(pacs::close, "pacs-shutdown"));
    System.out.println("PACS@127.0.0.1:" + pacs.port());
  }

  /** Where it listens. */
  public int port() {
    return listener.port();
  }

  // docs:begin listen
  private void show(ExamEvent event) {
    if (event.kind().equals(ExamEvent.DONE) && event.uid() != null) {
      Exam exam = engine.exam(event.uid()).orElseThrow().exam();
      screen.accept(exam.region() + " " + exam.uid() + ": " + exam.aiReport());
    }
  }

  // docs:end listen

  // docs:begin close
  @Override
  public void close() {
    listener.close(); // Nothing comes any more,
    engine.close(); // and what has come is safe.
  }
  // docs:end close
}
