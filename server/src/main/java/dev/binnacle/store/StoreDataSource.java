package dev.binnacle.store;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.sql.DataSource;

/** The container's pooled data source for the state store; it takes part in JTA transactions. */
@ApplicationScoped
@DataSourceDefinition(
    name = StoreDataSource.NAME,
    className = "org.postgresql.ds.PGSimpleDataSource",
    url = "${MPCONFIG=binnacle.db.url:jdbc:postgresql://127.0.0.1:5432/binnacle}",
    user = "${MPCONFIG=binnacle.db.user:binnacle}",
    password = "${MPCONFIG=binnacle.db.password:none}",
    initialPoolSize = 0,
    minPoolSize = 0,
    maxPoolSize = 32,
    maxIdleTime = 300,
    properties = {
      "ApplicationName=binnacle",
      "loginTimeout=3",
      "connectTimeout=3",
      "socketTimeout=30",
      "tcpKeepAlive=true",
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=custom-validation",
      "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation",
      "fish.payara.fail-all-connections=true"
    })
public class StoreDataSource {

  /** The JNDI name under which the pool is found. */
  public static final String NAME = "java:app/jdbc/binnacle";

  @Resource(lookup = NAME)
  private DataSource dataSource;

  /** The pool. Thread-safe. */
  @Produces
  @ApplicationScoped
  public DataSource dataSource() {
    return dataSource;
  }
}
