package dev.binnacle.http.pages;

import dev.binnacle.http.Exchange;
import dev.binnacle.http.failures.Failure;
import dev.binnacle.http.failures.ProblemDocument;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Something to read at an address outside the API: GET and HEAD, and problems like the API's. */
abstract class Page extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Set<String> READING = Set.of("GET", "HEAD");

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (READING.contains(request.getMethod())) {
      show(request, response);
    } else {
      response.setHeader("Allow", "GET, HEAD");
      refuse(
          Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "The path does not have this method.")
              .withRemedy("Allow names the methods that it has."),
          request,
          response);
    }
  }

  /** Answers GET; for HEAD the container leaves the body out. */
  abstract void show(HttpServletRequest request, HttpServletResponse response) throws IOException;

  static void notFound(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refuse(
        Problem.of(ProblemCode.PATH_NOT_FOUND, "There is nothing at this path.")
            .withRemedy("The API is below /api/v1; /docs describes it."),
        request,
        response);
  }

  static void refuse(Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(problem.code().status());
    send(
        response,
        request,
        Failure.MEDIA_TYPE,
        ProblemDocument.of(
            problem, path(request), (String) request.getAttribute(Exchange.REQUEST_ID)));
  }

  /** The path that the caller asked for, also when the container has turned to the error page. */
  private static String path(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
        ? asked
        : request.getRequestURI();
  }

  static void send(
      HttpServletResponse response, HttpServletRequest request, String mediaType, byte[] body)
      throws IOException {
    response.setContentType(mediaType);
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
  }
}
