/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;

/** Takes what C-STORE brings. Called by many associations at the same time. */
@FunctionalInterface
public interface StoreHandler {

  /**
   * Called once for each C-STORE-RQ, on the association's own thread; the response is sent when it
   * returns.
   *
   * @param request what the command set says
   * @param dataSet the bytes of the data set as they arrive, in the transfer syntax of the request;
   *     the end of the stream is the end of the last fragment. It is not buffered whole, and valid
   *     during this call only. {@link InputStream#transferTo} copies least; else read in large
   *     pieces. What is left unread is drained. A read throws {@link IOException} if the
   *     association ends, or the time for a message runs out, before the data set is complete: keep
   *     nothing
   * @return what the peer is told
   * @throws IOException local trouble, answered A700 (out of resources); a {@link
   *     org.xrayvision.dicom.io.DicomException} says that the data set is bad and is answered C000
   *     (cannot understand). Any other exception, and a null result, is answered 0110 (processing
   *     failure). In each case the association lives on and {@link
   *     AssociationListener#handlerFailed} tells the cause
   */
  Status store(StoreRequest request, InputStream dataSet) throws IOException;
}
