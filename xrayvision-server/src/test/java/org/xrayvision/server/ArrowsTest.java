/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The arrows between modules and rooms: who may know whom. */
final class ArrowsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.xrayvision");
  private static final String[] ROOMS = {
    "org.xrayvision.core.ingest..",
    "org.xrayvision.core.exam..",
    "org.xrayvision.core.picture..",
    "org.xrayvision.core.analysis..",
    "org.xrayvision.core.privacy..",
    "org.xrayvision.core.alert..",
    "org.xrayvision.core.report..",
    "org.xrayvision.core.stats..",
    "org.xrayvision.core.plugin..",
    "org.xrayvision.core.resilience..",
    "org.xrayvision.core.store..",
    "org.xrayvision.core.event.."
  };

  @Test
  void apiAndDicomKnowNobody() {
    noClasses()
        .that()
        .resideInAnyPackage("org.xrayvision.api", "org.xrayvision.spi")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..", "org.jspecify..", "org.xrayvision.api", "org.xrayvision.spi")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("org.xrayvision.dicom..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..",
            "javax.net.ssl..",
            "javax.crypto..",
            "org.jspecify..",
            "org.xrayvision.dicom..")
        .check(CLASSES);
  }

  @Test
  void pluginsKnowTheApiOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.xrayvision.spi.openai..", "org.xrayvision.spi.fhir..", "org.xrayvision.spi.ntfy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.xrayvision.core..",
            "org.xrayvision.dicom..",
            "org.xrayvision.server..",
            "org.xrayvision.simulator..")
        .check(CLASSES);
  }

  @Test
  void nobodyOutsideCoreEntersItsRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.xrayvision.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOMS)
        .check(CLASSES);
  }

  @Test
  void coreKnowsNeitherServerNorPluginsNorSimulators() {
    noClasses()
        .that()
        .resideInAPackage("org.xrayvision.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.xrayvision.server..",
            "org.xrayvision.spi.openai..",
            "org.xrayvision.spi.fhir..",
            "org.xrayvision.spi.ntfy..",
            "org.xrayvision.simulator..",
            "org.xrayvision.testkit..")
        .check(CLASSES);
  }

  @Test
  void nothingStaticIsMutable() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("org.xrayvision..")
        .and()
        .areStatic()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CLASSES);
  }

  /** Who asks for a figure knows how it is made, and not the other way round. */
  @Test
  void figuresAreInNoCircle() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                boolean figure =
                    javaClass.getPackageName().matches("org\\.xrayvision\\.core(\\.stats)?")
                        && !javaClass
                            .getName()
                            .matches(".*\\.core\\.(XRayVision|Pipeline|DefaultRegions).*");
                return figure
                    ? SliceIdentifier.of(javaClass.getName().replaceAll("\\$.*", ""))
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "each class of core's front page and of its statistics";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void librariesNeitherLogNorPrint() {
    // The test kit hears what is logged, to tell whether a patient is in it.
    noClasses()
        .that()
        .resideOutsideOfPackage("org.xrayvision.server..")
        .and()
        .doNotHaveSimpleName("HeardLogs")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.xrayvision.server..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }
}
