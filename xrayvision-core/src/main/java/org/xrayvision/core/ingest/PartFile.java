/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.io.Part10;

/**
 * An object while it arrives: {@code incoming/<random>.part}. That name is gone when this is
 * closed, and the file with it unless it was given its own name before. One thread.
 */
final class PartFile implements Closeable {
  private final Buffers.Pool pool;
  private final Buffers buffers;
  private final Path path;
  private final FileChannel channel;
  private final int blockSize;
  private final PieceWorkers workers;
  private final MessageDigest digest = sha256();
  private final CompletableFuture<?>[] pieces;
  private CompletableFuture<?> writing = PieceWorkers.DONE;
  private CompletableFuture<?> hashing = PieceWorkers.DONE;
  private ByteBuffer filling;
  private int turn;
  private int hashed;
  private long dataSetLength;
  private long fileLength;
  private boolean published;

  /**
   * @param channel to the new file; closed with this
   * @param blockSize what each write must be a multiple of, or 0 if it need not be
   */
  PartFile(Path path, FileChannel channel, int blockSize, Buffers.Pool pool, PieceWorkers workers) {
    this.path = path;
    this.channel = channel;
    this.blockSize = blockSize;
    this.pool = pool;
    this.workers = workers;
    buffers = pool.take();
    filling = buffers.pieces[0];
    pieces = new CompletableFuture<?>[buffers.pieces.length];
    Arrays.fill(pieces, PieceWorkers.DONE);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Writes preamble and file meta information (PS3.10 §7.1). */
  void writeHeader(
      String transferSyntaxUid,
      String sopClassUid,
      String sopInstanceUid,
      @Nullable String sourceAeTitle)
      throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream(512);
    Part10.writeHeader(header, transferSyntaxUid, sopClassUid, sopInstanceUid, sourceAeTitle);
    write(header.toByteArray(), 0, header.size());
    hashed = filling.position(); // the hash is of the data set alone
  }

  /**
   * The data set as a stream: what is read of it stands in this file, and in its hash. Its own
   * failures are {@link SenderFailedException}, those of the disk plain {@link IOException}.
   */
  InputStream copying(InputStream dataSet) {
    return new Copying(dataSet);
  }

  private void accept(byte[] bytes, int offset, int length) throws IOException {
    dataSetLength += length;
    write(bytes, offset, length);
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      int piece = Math.min(left, filling.remaining());
      filling.put(bytes, at, piece);
      at += piece;
      left -= piece;
      if (!filling.hasRemaining()) {
        swap();
      }
    }
  }

  /** Has the full buffer written and hashed, after those before it, and goes on with the next. */
  private void swap() throws IOException {
    ByteBuffer full = filling.flip();
    ByteBuffer toHash = full.duplicate().position(hashed);
    fileLength += full.remaining();
    hashing = workers.after(hashing, () -> digest.update(toHash));
    writing = workers.after(writing, () -> writeFully(channel, full));
    pieces[turn] = CompletableFuture.allOf(hashing, writing);
    turn = (turn + 1) % pieces.length;
    PieceWorkers.await(pieces[turn]);
    filling = buffers.pieces[turn].clear();
    hashed = 0;
  }

  private void awaitPieces() throws IOException {
    PieceWorkers.await(CompletableFuture.allOf(hashing, writing));
  }

  private void hashRest() throws IOException {
    awaitPieces();
    digest.update(filling.duplicate().flip().position(hashed));
    hashed = filling.position();
  }

  private static void writeFully(FileChannel channel, ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      channel.write(piece);
    }
  }

  /** Writes what is left, once, at the end; a direct write must fill a block, the file need not. */
  private void complete() throws IOException {
    hashRest();
    long end = fileLength + filling.position();
    while (blockSize > 0 && filling.position() % blockSize != 0) {
      filling.put((byte) 0);
    }
    fileLength += filling.flip().remaining();
    writeFully(channel, filling);
    filling.clear();
    hashed = 0;
    if (fileLength > end) {
      channel.truncate(end);
    }
  }

  /** Bytes of the data set so far. */
  long dataSetLength() {
    return dataSetLength;
  }

  /** SHA-256 of the data set, lower-case hex; to be asked once, at its end. */
  String dataSetSha256() throws IOException {
    hashRest();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What was written, as a stream; nothing can be written any more. */
  InputStream reopen() throws IOException {
    complete();
    return Files.newInputStream(path);
  }

  /**
   * Forces the content to disk and gives the file its name.
   *
   * @throws FileAlreadyExistsException if another file has it; another name may be tried
   */
  void publish(Publisher publisher, Path target) throws IOException {
    complete();
    channel.force(true);
    publisher.publish(path, target);
    published = true;
  }

  @Override
  public void close() throws IOException {
    try {
      awaitPieces();
    } catch (IOException e) {
      // Thrown before, or of no interest: what is not published goes.
    }
    pool.giveBack(buffers);
    try {
      channel.close();
    } finally {
      deletePart();
    }
  }

  private void deletePart() throws IOException {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      if (!published) {
        throw e;
      }
      // It stands in its place; the next start deletes the other name.
    }
  }

  /** Passes on what it reads, through a buffer where little is asked for. */
  private final class Copying extends InputStream {
    private final InputStream source;
    private int position;
    private int limit;

    Copying(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      if (position == limit && !fill()) {
        return -1;
      }
      return buffers.read[position++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (position == limit) {
        if (length >= buffers.read.length) {
          return receive(bytes, offset, length);
        }
        if (!fill()) {
          return -1;
        }
      }
      int piece = Math.min(length, limit - position);
      System.arraycopy(buffers.read, position, bytes, offset, piece);
      position += piece;
      return piece;
    }

    @Override
    public int available() {
      return limit - position;
    }

    private boolean fill() throws IOException {
      position = 0;
      limit = Math.max(receive(buffers.read, 0, buffers.read.length), 0);
      return limit > 0;
    }

    private int receive(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = source.read(bytes, offset, length);
        if (read == 0) { // against the rules of InputStream, but not the end
          int one = source.read();
          bytes[offset] = (byte) one;
          read = one < 0 ? -1 : 1;
        }
      } catch (IOException e) {
        throw new SenderFailedException(e);
      }
      if (read > 0) {
        accept(bytes, offset, read);
      }
      return read;
    }
  }
}
