/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;

class PluginsCommandTest {
  @TempDir private Path data;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void listShowsWhatIsInstalledActiveAndBroken() throws IOException {
    TestPlugin.install(data.resolve("plugins"));
    Files.createDirectories(data.resolve("plugins/empty"));

    assertThat(run("list")).as(err.toString()).isZero();

    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("KIND +ID +VERSION +STATE +ROLE +ORIGIN +PROBLEM"))
        .anyMatch(line -> line.matches("vision model +openai +0.1 +active +fallback 1 +built in"))
        .anyMatch(line -> line.matches("report reader +openai +0.1 +active +primary +built in"))
        .anyMatch(line -> line.matches("vision model +acme-model +1.2 +installed +- +acme"))
        .anyMatch(
            line -> line.matches("vision model +empty +- +broken +- +empty +there is no jar.*"));
    assertThat(data.resolve("lock")).doesNotExist();
    assertThat(data.resolve("tmp")).doesNotExist();
  }

  @Test
  void checkFailsOnlyForOneThatTheConfigurationNames() throws IOException {
    TestPlugin.install(data.resolve("plugins"));
    Files.createDirectories(data.resolve("plugins/empty"));
    write("[plugins]\nvision_model = acme\n[plugin:acme]\nid = acme-model\nanswer = All well.\n");

    assertThat(run("check")).as(err.toString()).isZero();
    assertThat(out.toString()).containsPattern("acme-model +1.2 +active");

    write("[plugins]\nvision_model = openai, acme-model, nobody\n");
    assertThat(run("check")).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("nobody +- +broken +fallback 3 +configuration +there is no such");
  }

  @Test
  void anUnknownSettingBreaksThatPluginOnlyAndSecretsAreNotShown() throws IOException {
    TestPlugin.install(data.resolve("plugins"));
    write(
        """
        [plugins]
        vision_model = openai, typo, locked
        [plugin:typo]
        id = acme-model
        anser = x
        [plugin:locked]
        id = acme-model
        key = wrong-hush
        """);

    assertThat(run("check")).isEqualTo(1);

    assertThat(out.toString())
        .containsPattern("openai +0.1 +active")
        .containsPattern("acme-model +1.2 +broken +fallback 2 .*unknown setting anser")
        .contains("unknown setting anser; known are [answer, key]")
        .contains("*** is no key")
        .doesNotContain("hush");
  }

  @Test
  void aCheckWorksBesideARunningEngineAndLeavesItsFolderAlone() throws IOException {
    TestPlugin.install(data.resolve("plugins"));
    write("[plugins]\nvision_model = acme-model\n");
    try (XRayVision engine = engineOf(null)) {
      Path scratch = data.resolve("tmp/plugins/vision_model-acme-model-primary");
      assertThat(engine.plugins()).extracting(PluginStatus::id).contains("acme-model");
      assertThat(scratch).isDirectory();

      assertThat(run("check")).as(err.toString()).isZero();

      assertThat(scratch).isDirectory();
    }
  }

  @Test
  void anEngineWithoutAModelThatRunsStartsAndSaysWhyNothingIsRead() throws IOException {
    write("[plugins]\nvision_model = nobody\n");

    try (XRayVision engine = engineOf(null)) {
      engine.start();

      assertThat(engine.status().trouble()).contains("none of the plugins", "can run");
    }
  }

  @Test
  void thePluginsOfTheDistributionAreFoundToo(@TempDir Path home) throws IOException {
    TestPlugin.install(home.resolve("plugins"));
    write("[plugins]\nvision_model = acme-model\n");

    try (XRayVision engine = engineOf(home.toString())) {
      assertThat(engine.plugins().get(0).state()).isEqualTo(PluginStatus.State.ACTIVE);
    }
  }

  private XRayVision engineOf(String home) {
    return PluginWiring.builder(
            ConfigurationLoader.load(ConfigurationSources.ofDirectory(data)), home)
        .build();
  }

  private void write(String text) throws IOException {
    Files.writeString(data.resolve("local.cfg"), text);
  }

  private int run(String verb) {
    return Main.run(
        Map.of(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        "plugins",
        verb,
        "--data",
        data.toString());
  }
}
