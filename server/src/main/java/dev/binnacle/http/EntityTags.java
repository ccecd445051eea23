package dev.binnacle.http;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.store.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Entity tags made of version numbers, and the conditional headers of RFC 9110. */
public final class EntityTags {

  private EntityTags() {}

  /** The strong entity tag of a version. */
  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /** A version number made of what is served, for a resource that keeps none itself. */
  public static long versionOf(Object served) {
    var digest = Digests.sha256(Json.write(served).getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE;
  }

  /** Whether the If-None-Match header, which may be null, names this version. */
  public static boolean noneMatchNames(String ifNoneMatch, long version) {
    return ifNoneMatch != null && names(ifNoneMatch, version);
  }

  /**
   * Lets a change pass when If-Match names the version that is about to change.
   *
   * @throws dev.binnacle.problems.ProblemException 428 when the header is missing, 412 when it
   *     names another version
   */
  public static void requireMatch(String ifMatch, long version) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw Problem.of(
              ProblemCode.IF_MATCH_REQUIRED,
              "The change needs the ETag of the resource in If-Match.")
          .withRemedy("Read the resource, and send its ETag as If-Match.")
          .asException();
    }
    if (!names(ifMatch, version)) {
      throw Problem.of(ProblemCode.ETAG_MISMATCH, "The resource has changed since you read it.")
          .withRemedy("Read it again, and decide again.")
          .asException();
    }
  }

  private static boolean names(String header, long version) {
    return Arrays.stream(header.split(","))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(of(version)));
  }
}
