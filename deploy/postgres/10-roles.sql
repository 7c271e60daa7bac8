-- The three roles of LiftLog, made once, when the database's folder is new. The official postgres
-- image runs this as its superuser, in the database POSTGRES_DB. The passwords come by environment.
SET log_min_error_statement = panic;
\getenv owner_password LIFTLOG_OWNER_PASSWORD
\getenv core_password LIFTLOG_CORE_PASSWORD
\getenv stats_password LIFTLOG_STATS_PASSWORD
-- The owner also makes the databases in which backups are tried.
CREATE ROLE liftlog_owner LOGIN CREATEDB PASSWORD :'owner_password';
CREATE ROLE liftlog_core LOGIN PASSWORD :'core_password';
CREATE ROLE liftlog_stats LOGIN PASSWORD :'stats_password';
ALTER DATABASE :"DBNAME" OWNER TO liftlog_owner;
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO liftlog_core, liftlog_stats;
