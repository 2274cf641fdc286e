/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.List;

/** What the operations of an association that we requested work on. */
record Channel(
    RequestorOptions options,
    UpperLayer layer,
    MessageReader reader,
    MessageWriter writer,
    List<AcceptedContext> contexts) {}
