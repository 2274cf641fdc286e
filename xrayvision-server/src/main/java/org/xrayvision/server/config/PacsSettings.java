/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.TlsOptions;

/**
 * A PACS that is asked for studies. Immutable.
 *
 * @param name as people call it: of {@code [pacs:NAME]}, or {@code default} for REMOTE_AE_*
 * @param aeTitle its AE title
 * @param host its name or address; looked up when it is called
 * @param port 1 to 65535
 * @param method how it hands out studies
 * @param root the information model that it is asked in
 * @param tls how TLS is spoken with it, or null where it is called plainly
 */
public record PacsSettings(
    String name,
    String aeTitle,
    String host,
    int port,
    Method method,
    Root root,
    @Nullable TlsOptions tls) {
  /** One that is called without TLS. */
  public PacsSettings(
      String name, String aeTitle, String host, int port, Method method, Root root) {
    this(name, aeTitle, host, port, method, root, null);
  }

  /** How studies are fetched (PS3.4 §C.4.2, §C.4.3). */
  public enum Method {
    /** The PACS stores to our listener; it must know our AE title. */
    C_MOVE("C-MOVE"),
    /** The PACS stores on the association that asked. */
    C_GET("C-GET");

    private final String words;

    Method(String words) {
      this.words = words;
    }

    /** As it stands in a configuration. */
    public String words() {
      return words;
    }

    static Method ofWords(String words) {
      return words.equals(C_GET.words) ? C_GET : C_MOVE;
    }
  }

  /** The Query/Retrieve information models (PS3.4 §C.6). */
  public enum Root {
    /** Study Root, which nearly every PACS has. */
    STUDY,
    /** Patient Root. */
    PATIENT
  }

  /** For example {@code ARCHIVE@192.0.2.8:104}. */
  public String address() {
    return aeTitle + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
