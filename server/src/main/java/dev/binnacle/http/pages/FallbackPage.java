package dev.binnacle.http.pages;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Leads from the root to the documentation, and answers for whatever nothing else does. */
@WebServlet(
    name = "fallback",
    urlPatterns = {"/", "*.jsp", "*.jspx"})
public class FallbackPage extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getServletPath().equals("/")) {
      Page.notFound(request, response);
    } else if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", "/docs/");
    } else {
      response.setHeader("Allow", "GET, HEAD");
      Page.refuse(
          Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "The path does not have this method."),
          request,
          response);
    }
  }
}
