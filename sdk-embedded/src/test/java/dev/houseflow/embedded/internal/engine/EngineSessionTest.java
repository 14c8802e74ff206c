package dev.houseflow.embedded.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class EngineSessionTest {
    private final String id = "session-" + UUID.randomUUID();

    private String in(String sql) throws Exception {
        return Ask.sql(sql).session(id).text();
    }

    @Test
    void keepsTemporaryTablesAndSettings() throws Exception {
        in("CREATE TEMPORARY TABLE tmp (x UInt8)");
        in("INSERT INTO tmp VALUES (1), (2)");
        in("SET max_block_size = 12");
        in("SET param_p = 'kept'");
        assertEquals("1\n2\n", in("SELECT x FROM tmp ORDER BY x"));
        assertEquals("12\n", in("SELECT getSetting('max_block_size')"));
        assertEquals("kept\n", in("SELECT {p:String}"));
        assertEquals(60, Ask.sql("SELECT x FROM tmp").error().code());
        assertEquals(60, Ask.sql("SELECT x FROM tmp").session(id + "2").error().code());
    }

    @Test
    void takesBackWhatARequestHasSet() throws Exception {
        in("SET max_threads = 3");
        assertEquals(
                "system 5 9 reader\n",
                Ask.sql("SELECT currentDatabase() || ' ' || getSetting('max_threads') || ' '"
                                + " || getSetting('max_block_size') || ' ' || currentRoles()[1]")
                        .session(id)
                        .database("system")
                        .set("max_threads", 5)
                        .set("max_block_size", 9)
                        .role("reader")
                        .text());
        assertEquals(
                "default\t3\t65409\t2\n",
                in("SELECT currentDatabase(), getSetting('max_threads'), getSetting('max_block_size'),"
                        + " length(currentRoles())"));
    }

    @Test
    void keepsWhatAStatementSetsItself() throws Exception {
        Ask.sql("SET max_threads = 6").session(id).set("max_threads", 2).text();
        assertEquals("6\n", in("SELECT getSetting('max_threads')"));
        Ask.sql("USE system").session(id).database("default").text();
        assertEquals("system\n", in("SELECT currentDatabase()"));
        Ask.sql("SET ROLE other").session(id).role("reader").text();
        assertEquals("['other']\n", in("SELECT currentRoles()"));
    }

    @Test
    void survivesAFailedQueryWithoutLeftovers() throws Exception {
        in("CREATE TEMPORARY TABLE tmp (x UInt8)");
        for (String format : new String[] {"TSV", "JSON", "JSONEachRow"}) {
            String failing = "SELECT number, throwIf(number = 190000) FROM numbers(200000) FORMAT " + format;
            assertEquals(
                    395,
                    Ask.sql(failing).session(id).set("max_threads", 2).error().code());
            assertEquals("1\n", in("SELECT 1"));
        }
        assertEquals(
                390, Ask.sql("SHOW CREATE TABLE no_such").session(id).error().code());
        assertEquals("0\n", in("SELECT count() FROM tmp"));
        assertEquals(115, Ask.sql("SELECT 1").session(id).set("nope", 1).error().code());
        assertEquals(
                81,
                Ask.sql("SELECT 1")
                        .session(id)
                        .database("nope")
                        .set("max_threads", 2)
                        .error()
                        .code());
        assertEquals("default\n", in("SELECT currentDatabase()"));
    }

    @Test
    void letsAGetReadAndAPostWrite() throws Exception {
        in("CREATE TEMPORARY TABLE tmp (x UInt8)");
        assertEquals(
                164,
                Ask.sql("INSERT INTO tmp VALUES (1)").session(id).get().error().code());
        assertEquals(164, Ask.sql("DROP TABLE tmp").session(id).get().error().code());
        assertEquals("0\n", Ask.sql("SELECT count() FROM tmp").session(id).get().text());
        in("INSERT INTO tmp VALUES (1)");
        assertEquals("1\n", in("SELECT count() FROM tmp"));
    }

    @Test
    void keepsReadonlyAsAServerDoes() throws Exception {
        in("CREATE TABLE IF NOT EXISTS read_only (x UInt8) ENGINE = Memory");
        in("SET max_threads = 3, readonly = 1");
        for (String format : new String[] {"TSV", "JSON", "Native"}) {
            assertEquals(
                    in("SELECT 1 FORMAT " + format).replaceAll("elapsed\": [0-9.]+", ""),
                    in("SELECT 1 FORMAT " + format).replaceAll("elapsed\": [0-9.]+", ""));
        }
        assertEquals("1\t3\n", in("SELECT getSetting('readonly'), getSetting('max_threads')"));
        assertEquals("1\n", Ask.sql("SELECT 1").session(id).get().text());
        assertEquals(
                "system\n",
                Ask.sql("SELECT currentDatabase()")
                        .session(id)
                        .database("system")
                        .text());
        assertEquals("default\n", in("SELECT currentDatabase()"));
        for (String sql : new String[] {
            "INSERT INTO read_only VALUES (1)",
            "DROP TABLE read_only",
            "CREATE TEMPORARY TABLE other (x UInt8)",
            "SET readonly = 0",
            "SET max_threads = 4",
            "SELECT 1 SETTINGS max_threads = 4",
            "INSERT INTO read_only SELECT x FROM input('x UInt8') FORMAT TSV 1"
        }) {
            assertEquals(164, Ask.sql(sql).session(id).error().code(), sql);
        }
        assertEquals(
                164,
                Ask.sql("SELECT 1").session(id).set("max_threads", 4).error().code());
        assertEquals("1\n", in("SELECT 1"));
    }

    @Test
    void readsOnlyForOneRequest() throws Exception {
        in("CREATE TEMPORARY TABLE tmp (x UInt8)");
        assertEquals(
                "0\n",
                Ask.sql("SELECT count() FROM tmp")
                        .session(id)
                        .set("readonly", 1)
                        .text());
        for (String sql :
                new String[] {"INSERT INTO tmp VALUES (1)", "SET max_threads = 2", "SELECT 1 SETTINGS max_threads = 2"
                }) {
            assertEquals(
                    164, Ask.sql(sql).session(id).set("readonly", 1).error().code(), sql);
        }
        in("INSERT INTO tmp VALUES (1)");
        assertEquals("1\n", in("SELECT count() FROM tmp"));
    }

    @Test
    void saysInWhichZoneItShowsTimes() throws Exception {
        String zone = "SELECT timezone()";
        assertEquals(
                "Asia/Tokyo",
                Ask.sql(zone + " SETTINGS session_timezone = 'Asia/Tokyo'").answer().timezone);
        assertEquals(
                "Asia/Tokyo",
                Ask.sql(zone).set("session_timezone", "Asia/Tokyo").answer().timezone);
        String own = Ask.sql(zone).text().strip();
        assertEquals(own, Ask.sql(zone).answer().timezone);
        in("SET session_timezone = 'Asia/Tokyo'");
        assertEquals("Asia/Tokyo", Ask.sql(zone).session(id).answer().timezone);
        assertEquals("Asia/Tokyo\n", in("SELECT timezone()"));
        assertEquals(
                "Africa/Cairo",
                Ask.sql(zone)
                        .session(id)
                        .set("session_timezone", "Africa/Cairo")
                        .answer()
                        .timezone);
        assertEquals(
                "America/Lima",
                Ask.sql(zone + " SETTINGS session_timezone = 'America/Lima'")
                        .session(id)
                        .set("session_timezone", "Africa/Cairo")
                        .answer()
                        .timezone);
        assertEquals(
                "Asia/Tokyo",
                Ask.sql("CREATE TEMPORARY TABLE t (x UInt8)").session(id).answer().timezone);
        in("SET session_timezone = ''");
        assertEquals(own, Ask.sql(zone).session(id).answer().timezone);
    }

    @Test
    void killsTheQueryOfASessionAndNotTheNextOne() throws Exception {
        for (int i = 0; i < 5; i++) {
            String query = id + "-" + i;
            CountDownLatch begun = new CountDownLatch(1);
            Ask.Answer slow = new Ask.Answer() {
                @Override
                public void format(String name) {
                    super.format(name);
                    begun.countDown();
                }
            };
            FutureTask<Integer> task = new FutureTask<>(() -> {
                try {
                    Ask.sql("SELECT number FROM numbers(100000000000) WHERE NOT ignore(number)")
                            .session(id)
                            .id(query)
                            .to(slow);
                    return 0;
                } catch (dev.houseflow.embedded.internal.EngineException e) {
                    return e.code();
                }
            });
            new Thread(task).start();
            begun.await();
            Ask.sql("KILL QUERY WHERE query_id = '" + query + "' ASYNC").text();
            assertEquals(394, task.get());
            assertEquals("10000000\n", in("SELECT count() FROM numbers(10000000)"));
        }
    }

    @Test
    void knowsUnknownAndExpiredSessions() throws Exception {
        assertEquals(
                372,
                Ask.sql("SELECT 1")
                        .session(id, Duration.ofSeconds(60), true)
                        .error()
                        .code());
        Ask.sql("CREATE TEMPORARY TABLE tmp (x UInt8)")
                .session(id, Duration.ZERO, false)
                .text();
        assertEquals(
                372,
                Ask.sql("SELECT 1")
                        .session(id, Duration.ofSeconds(60), true)
                        .error()
                        .code());
    }

    @Test
    void locksASessionThatIsInUse() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Ask.Answer slow = new Ask.Answer() {
            @Override
            public void format(String name) {
                super.format(name);
                running.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        FutureTask<Object> task =
                new FutureTask<>(() -> Ask.sql("SELECT 1").session(id).to(slow));
        new Thread(task).start();
        running.await();
        assertEquals(373, Ask.sql("SELECT 2").session(id).error().code());
        go.countDown();
        task.get();
        assertEquals("1\n", slow.text());
        assertEquals("3\n", in("SELECT 3"));
    }
}
