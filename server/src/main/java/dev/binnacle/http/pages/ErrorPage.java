package dev.binnacle.http.pages;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the container shows instead of its own HTML when it gives up on a request. */
@WebServlet(name = "error", urlPatterns = ErrorPage.PATH)
public class ErrorPage extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ErrorPage.class);

  /** Where web.xml sends errors. Asked for directly, it is a path like any unknown one. */
  static final String PATH = "/problem";

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
      Page.notFound(request, response);
      return;
    }
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable fault) {
      LOG.error("{} {}", request.getMethod(), request.getRequestURI(), fault);
    }
    Page.refuse(problem(status), request, response);
  }

  static Problem problem(int status) {
    return switch (status) {
      case 400 ->
          Problem.of(ProblemCode.MALFORMED_REQUEST, "The request cannot be understood.")
              .withRemedy("Compare it with the contract at /docs.");
      case 404 -> Problem.of(ProblemCode.PATH_NOT_FOUND, "There is nothing at this path.");
      case 405 -> Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "The path does not have this method.");
      case 413 -> Problem.of(ProblemCode.BODY_TOO_LARGE, "The body is longer than is taken.");
      case 503 ->
          Problem.of(ProblemCode.SERVER_BUSY, "The server has no room for this request now.");
      default ->
          Problem.of(ProblemCode.INTERNAL_ERROR, "The request could not be answered.")
              .withRemedy("Repeat it. If it fails again, report the requestId.");
    };
  }
}
