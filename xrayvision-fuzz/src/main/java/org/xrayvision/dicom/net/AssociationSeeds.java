/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DataSetWriter;

/** What a well-behaved peer sends. Stateless. */
public final class AssociationSeeds {
  private static final String CR = SOPClass.ComputedRadiographyImageStorage;

  private AssociationSeeds() {}

  /** An association with an echo and a store of this data set, released at the end. */
  public static byte[] storing(byte[] dataSet, String uid) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PduEncoder.encode(request()));
    out.writeBytes(data(3, 3, command(0x0030, SOPClass.Verification, "", false)));
    out.writeBytes(data(1, 3, command(0x0001, CR, uid, true)));
    out.writeBytes(data(1, 2, dataSet));
    out.writeBytes(PduEncoder.encode(new Pdu.ReleaseRequest()));
    return out.toByteArray();
  }

  private static Pdu.AssociateRequest request() {
    String explicit = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
    String implicit = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
    return new Pdu.AssociateRequest(
        1,
        "XRAYVISION",
        "FUZZ",
        PduEncoder.APPLICATION_CONTEXT,
        List.of(
            new Pdu.Proposal(1, new ProposedContext(CR, List.of(explicit, implicit))),
            new Pdu.Proposal(3, new ProposedContext(SOPClass.Verification, List.of(implicit)))),
        new Pdu.UserInformation(
            16384,
            UIDs.IMPLEMENTATION_CLASS_UID,
            UIDs.IMPLEMENTATION_VERSION_NAME,
            List.of(new RoleSelection(CR, true, false))));
  }

  private static byte[] command(int field, String sopClass, String uid, boolean hasDataSet) {
    DataSet.Builder command =
        DataSet.builder()
            .set(Tag.AffectedSOPClassUID, sopClass)
            .setInts(Tag.CommandField, field)
            .setInts(Tag.MessageID, 7)
            .setInts(Tag.CommandDataSetType, hasDataSet ? 0 : 0x0101);
    if (hasDataSet) {
      command.setInts(Tag.Priority, 0).set(Tag.AffectedSOPInstanceUID, uid);
    }
    return DataSetWriter.commandBytes(command.build());
  }

  private static byte[] data(int context, int control, byte[] bytes) {
    return ByteBuffer.allocate(12 + bytes.length)
        .put((byte) Pdu.P_DATA_TF)
        .put((byte) 0)
        .putInt(bytes.length + 6)
        .putInt(bytes.length + 2)
        .put((byte) context)
        .put((byte) control)
        .put(bytes)
        .array();
  }
}
