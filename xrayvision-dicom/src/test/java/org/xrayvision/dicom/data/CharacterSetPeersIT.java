/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.data.CharacterSetExamples.Example;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.io.Part10;

/** What we write in each character set, read by DCMTK and pydicom. */
class CharacterSetPeersIT {
  private static final String PYDICOM =
      "import pydicom, sys; sys.stdout.buffer.write("
          + "str(pydicom.dcmread(sys.argv[1]).PatientName).encode('utf-8'))";

  @TempDir Path folder;

  static List<Example> names() {
    return CharacterSetExamples.names().toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void othersReadTheNamesThatWeWrite(Example example) throws Exception {
    Path file = write(example.terms(), example.text());
    assertThat(ours(file)).isEqualTo(example.text());
    if (!example.terms().endsWith("87")) { // DCMTK with the C library's iconv does not have it
      String dcmtk = run("dcmdump", "+U8", "+P", "0010,0010", file.toString());
      assertThat(dcmtk).contains("[" + example.text() + "]");
    }
    // pydicom leaves an empty group at the end out, and the escape sequence of IR 58 in
    assertThat(run("/usr/bin/python3", "-c", PYDICOM, file.toString()).replace("\033$)A", ""))
        .isEqualTo(example.text().replaceAll("=$", ""));
  }

  private Path write(String terms, String name) throws IOException {
    DataSet dataSet =
        DataSet.builder()
            .set(Tag.SpecificCharacterSet, terms.split("\\\\", -1))
            .set(Tag.SOPClassUID, SOPClass.ComputedRadiographyImageStorage)
            .set(Tag.SOPInstanceUID, "1.2.3")
            .set(Tag.PatientName, name)
            .build();
    Path file = folder.resolve("name.dcm");
    String syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.writeHeader(out, syntax, SOPClass.ComputedRadiographyImageStorage, "1.2.3", null);
      DataSetWriter.write(dataSet, out, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    return file;
  }

  private static String ours(Path file) throws IOException {
    try (DicomFile dicom = DicomFile.open(file)) {
      return dicom.dataSet().string(Tag.PatientName).orElseThrow();
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
