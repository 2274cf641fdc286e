/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.FileMeta;
import org.xrayvision.dicom.io.Part10;
import org.xrayvision.dicom.io.ReadLimits;
import org.xrayvision.dicom.io.UnknownTransferSyntaxException;
import org.xrayvision.simulator.dicom.TestManifest;

/**
 * Each DICOM file of {@code testdata} and, where XRAYVISION_DICOM_CORPUS names a folder, of that
 * one, through both doors: the outcome is one that the manifest allows, nothing is left of what was
 * not taken, and the next good object is stored as usual.
 */
class IngestTestdataTest extends IngestFixture {
  private static final Path TESTDATA = Path.of("../testdata");

  /**
   * Two elements of it declare one byte more than they have, so that no reader finds the next one;
   * the manifest expects it to be stored.
   */
  private static final Set<String> MISWRITTEN = Set.of("bad/name_crlf_ansi.dcm");

  record Sample(Path folder, String file, String expected) {
    boolean mayBeStored() {
      return MISWRITTEN.contains(file) || expected.contains("STORE");
    }

    boolean mayBeRefused() {
      return MISWRITTEN.contains(file)
          || expected.contains("REJECT")
          || expected.contains("IGNORE")
          || expected.contains("STORE-NOIMG");
    }

    Path path() {
      return folder.resolve(file);
    }

    @Override
    public String toString() {
      return folder.getFileName() + "/" + file + ": " + expected;
    }
  }

  static Stream<Sample> samples() throws IOException {
    String corpus = System.getenv("XRAYVISION_DICOM_CORPUS");
    Stream<Sample> own = samples(TESTDATA);
    return corpus == null ? own : Stream.concat(own, samples(Path.of(corpus)));
  }

  private static Stream<Sample> samples(Path folder) throws IOException {
    List<List<String>> lines = TestManifest.read(folder);
    int column = lines.get(0).indexOf("expected");
    return lines.stream()
        .skip(1)
        .filter(cells -> cells.get(0).endsWith(".dcm"))
        .map(cells -> new Sample(folder, cells.get(0), cells.get(column)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void outcomeIsOneThatIsAllowedAndTheNextGoodObjectIsStored(Sample sample) throws IOException {
    byte[] file = Files.readAllBytes(sample.path());
    IngestResult brought = bring(file);
    check(sample, brought, 1);
    IngestResult sent = send(file);
    check(sample, sent, 2);
    if (brought.isStored() && sent.isStored()) {
      assertThat(sent.outcome()).as("the same bytes").isEqualTo(Outcome.ALREADY_STORED);
    }
    assertNextGoodObjectIsStored();
  }

  /** As a sender would that reads no more of a file than its meta information. */
  private IngestResult send(byte[] file) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(file);
    DataSet meta;
    String syntax;
    try {
      FileMeta read = Part10.readMeta(in, ReadLimits.defaults());
      meta = read.elements();
      syntax = read.transferSyntax().uid();
    } catch (UnknownTransferSyntaxException e) {
      meta = e.fileMeta();
      syntax = e.uid();
    } catch (DicomException e) {
      in = new ByteArrayInputStream(file);
      meta = DataSet.empty();
      syntax = EXPLICIT;
    }
    return ingest.ingest(
        new ByteArrayInputStream(in.readAllBytes()),
        syntax,
        meta.string(Tag.MediaStorageSOPClassUID).orElse(CR),
        meta.string(Tag.MediaStorageSOPInstanceUID).orElse("1.2.3"),
        DX1);
  }

  private void check(Sample sample, IngestResult result, int objects) {
    assertThat(incoming()).isEmpty();
    if (result.isStored()) {
      assertThat(sample.mayBeStored()).as(result.message()).isTrue();
      assertThat(images()).containsExactly(result.uid() + ".dcm");
      assertThat(store.exam(String.valueOf(result.uid()))).isPresent();
      return;
    }
    assertThat(sample.mayBeRefused()).as(result.message()).isTrue();
    assertThat(result.outcome())
        .as(result.message())
        .isNotIn(Outcome.OUT_OF_RESOURCES, Outcome.PROCESSING_FAILURE);
    assertThat(store.refusals(5).get(0).status()).isEqualTo(result.outcome().status());
    assertThat(images().size() + store.refusals(5).size()).isEqualTo(objects);
  }

  private void assertNextGoodObjectIsStored() {
    String uid = newUid();
    byte[] good = bytes(chest(uid).build());
    assertThat(store(uid, good).outcome()).isEqualTo(Outcome.STORED);
    assertThat(Arrays.equals(dataSetOf(directory.dicomFile(uid)), good)).isTrue();
  }
}
