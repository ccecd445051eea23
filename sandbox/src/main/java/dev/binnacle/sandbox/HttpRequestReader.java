package dev.binnacle.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Follows the requests on an HTTP/1.1 connection as their bytes go by, in whatever chunks: where
 * one begins and where it is complete, by Content-Length or chunked encoding. Bytes that are no
 * HTTP are no request. For one thread.
 */
final class HttpRequestReader {
  private static final int LONGEST_HEAD = 64 << 10;

  private enum Part {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    TRAILER
  }

  private final StringBuilder text = new StringBuilder();
  private final List<String> begun = new ArrayList<>();
  private final List<String> completed = new ArrayList<>();
  private Part part = Part.HEAD;
  private String requestLine = "";
  private long remaining;

  /** Takes the next bytes; what an earlier chunk told is forgotten, but for an open request. */
  void read(byte[] chunk) {
    begun.clear();
    completed.clear();
    if (part != Part.HEAD) {
      begun.add(requestLine);
    }
    for (byte next : chunk) {
      read((char) (next & 0xff));
    }
  }

  /** The first lines of the requests whose head was complete in the last bytes or before. */
  List<String> begun() {
    return begun;
  }

  /** The first lines of the requests that ended in the last bytes. */
  List<String> completed() {
    return completed;
  }

  private void read(char next) {
    switch (part) {
      case HEAD -> {
        text.append(next);
        if (endsWith("\r\n\r\n")) {
          beginBody(take());
        } else if (text.length() > LONGEST_HEAD) {
          text.setLength(0);
        }
      }
      case BODY -> {
        if (--remaining == 0) {
          complete();
        }
      }
      case CHUNK_SIZE -> {
        text.append(next);
        if (endsWith("\r\n")) {
          beginChunk(take());
        }
      }
      case CHUNK -> {
        if (--remaining == 0) {
          part = Part.CHUNK_SIZE;
        }
      }
      case TRAILER -> {
        text.append(next);
        if (endsWith("\r\n")) {
          endTrailer(take());
        }
      }
    }
  }

  private void beginBody(String head) {
    List<String> lines = head.lines().toList();
    requestLine = lines.getFirst();
    begun.add(requestLine);
    List<String> headers =
        lines.stream().map(line -> line.toLowerCase(Locale.ROOT)).skip(1).toList();
    if (headers.stream().anyMatch(line -> line.matches("transfer-encoding:.*chunked.*"))) {
      part = Part.CHUNK_SIZE;
      return;
    }
    remaining =
        headers.stream()
            .filter(line -> line.matches("content-length: *\\d{1,18} *"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0);
    if (remaining == 0) {
      complete();
    } else {
      part = Part.BODY;
    }
  }

  private void beginChunk(String line) {
    String digits = line.split(";")[0].strip();
    if (!digits.matches("[0-9a-fA-F]{1,8}")) {
      part = Part.HEAD;
      return;
    }
    long size = Long.parseLong(digits, 16);
    if (size == 0) {
      part = Part.TRAILER;
    } else {
      part = Part.CHUNK;
      remaining = size + "\r\n".length();
    }
  }

  private void endTrailer(String line) {
    if (line.isBlank()) {
      complete();
    }
  }

  private void complete() {
    completed.add(requestLine);
    part = Part.HEAD;
  }

  private boolean endsWith(String end) {
    return text.indexOf(end, Math.max(0, text.length() - end.length())) >= 0;
  }

  private String take() {
    String taken = text.toString();
    text.setLength(0);
    return taken;
  }
}
