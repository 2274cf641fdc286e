/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.AuditFile;
import org.xrayvision.server.auth.ControlToken;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.config.PathSettings;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.server.upkeep.BackupFolder;
import org.xrayvision.server.upkeep.PatientFiles;
import org.xrayvision.server.upkeep.PatientId;

/** By which {@code patient} reaches the data: the running server, or an engine of its own. */
interface PatientDoor extends AutoCloseable {
  /** What is kept of a patient besides exams, and their UIDs. */
  JsonNode export(PatientId id);

  /** What is kept of one exam. */
  JsonNode exam(PatientId id, String uid);

  /** Forgets a patient. */
  JsonNode erase(PatientId id);

  @Override
  void close();

  /** Opens the one that there is. */
  static PatientDoor open(ServerConfiguration configuration) {
    Path data = configuration.paths().dataDirectory();
    if (ControlFile.isThere(data)) {
      ServerConnection server = ServerConnection.to(data);
      if (ServerDoor.answers(server)) {
        return new Remote(server);
      }
    }
    return new Local(configuration);
  }

  /** Over HTTP. */
  final class Remote implements PatientDoor {
    private final ServerConnection server;

    private Remote(ServerConnection server) {
      this.server = server;
    }

    @Override
    public JsonNode export(PatientId id) {
      return server.post("/api/patient/export", body(id));
    }

    @Override
    public JsonNode exam(PatientId id, String uid) {
      return server.post("/api/patient/export", body(id).put("uid", uid));
    }

    @Override
    public JsonNode erase(PatientId id) {
      return server.post("/api/patient/erase", body(id));
    }

    private static ObjectNode body(PatientId id) {
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", id.text());
      PatientId.Kind kind = id.kind();
      return kind == null ? body : body.put("as", kind.code());
    }

    @Override
    public void close() {
      // The connection is the HTTP client's.
    }
  }

  /** The command has the data directory meanwhile. */
  final class Local implements PatientDoor {
    private final XRayVision engine;
    private final UserStore users;
    private final PatientFiles patients;
    private final Principal who = AuditFile.program(ControlToken.NAME);

    private Local(ServerConfiguration configuration) {
      PathSettings paths = configuration.paths();
      if (!Files.exists(paths.database())) {
        throw new XRayVisionException(
            paths.database() + ": there is no such database; name the data directory with --data");
      }
      NativeLibrary.load(paths.dataDirectory());
      this.engine = NobodyReads.engine(configuration).build();
      try {
        this.users =
            UserStore.open(paths.serverDatabase(), paths.backupDirectory(), Clock.systemUTC());
      } catch (RuntimeException e) {
        engine.close();
        throw e;
      }
      BackupFolder backups = new BackupFolder(paths.backupDirectory());
      this.patients = new PatientFiles(engine, users, paths.database(), backups);
    }

    @Override
    public JsonNode export(PatientId id) {
      return known(patients.export(id, this::note));
    }

    @Override
    public JsonNode exam(PatientId id, String uid) {
      return known(patients.exam(id, uid));
    }

    @Override
    public JsonNode erase(PatientId id) {
      return known(patients.erase(id, this::note));
    }

    private void note(String action, String object, String detail) {
      users.audit().record(who, action, object, detail);
    }

    private static JsonNode known(Optional<ObjectNode> found) {
      return found.orElseThrow(() -> new XRayVisionException("Nobody is known by this id."));
    }

    @Override
    public void close() {
      users.close();
      engine.close();
    }
  }
}
