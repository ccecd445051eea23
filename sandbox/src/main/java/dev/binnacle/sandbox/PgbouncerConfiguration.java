package dev.binnacle.sandbox;

import java.nio.file.Path;

/**
 * The configuration of one PgBouncer. Passwords and names are letters, digits and dashes, ports are
 * numbers; PgBouncer takes a path as it stands up to the end of the line.
 *
 * @param database the name that clients connect to, and the only one
 */
record PgbouncerConfiguration(
    PatroniMember member, String database, PatroniSecrets secrets, Path home) {

  /** The file with the users, beside the configuration. */
  Path userFile() {
    return home.resolve("users.txt");
  }

  String users() {
    return "\"%s\" \"%s\"\n\"%s\" \"%s\"\n"
        .formatted(
            PatroniSecrets.POOLER_USER,
            secrets.poolerPassword(),
            PatroniSecrets.SUPERUSER,
            secrets.superuserPassword());
  }

  String ini() {
    return """
    [databases]
    %1$s = host=127.0.0.1 port=%2$d dbname=postgres

    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %3$d
    unix_socket_dir =
    auth_type = scram-sha-256
    auth_file = %4$s
    admin_users = %5$s
    pool_mode = transaction
    default_pool_size = 20
    ignore_startup_parameters = extra_float_digits
    """
        .formatted(
            database,
            member.sqlPort(),
            member.poolerPort(),
            userFile(),
            PatroniSecrets.POOLER_USER);
  }
}
