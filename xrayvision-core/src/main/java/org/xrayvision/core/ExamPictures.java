/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import org.xrayvision.core.analysis.Pictures;
import org.xrayvision.core.picture.PictureStage;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.spi.PixelSource;

/** The pictures that the picture stage makes, for those who read them. Safe for threads. */
record ExamPictures(DataDirectory directory, PictureStage pictures) implements Pictures {
  /** That the folder is not there, unmounted perhaps, is no exam's fault. */
  @Override
  public Path picture(String uid) throws IOException {
    if (!Files.isDirectory(directory.images())) {
      throw new NotDirectoryException(directory.images().toString());
    }
    return pictures.pictureOrMake(uid);
  }

  @Override
  public Optional<Path> ready(String uid) {
    return pictures.picture(uid);
  }

  @Override
  public Optional<PixelSource> pixels(String uid) {
    return pictures.pixels(uid);
  }
}
