package dev.houseflow.jdbc.internal.metadata;

import java.sql.RowIdLifetime;

/** How things are called. */
abstract class Names extends EmptyLists {
    @Override
    public String getDatabaseProductName() {
        return "ClickHouse";
    }

    @Override
    public String getDriverName() {
        return DriverVersion.NAME;
    }

    @Override
    public String getDriverVersion() {
        return DriverVersion.TEXT;
    }

    @Override
    public String getIdentifierQuoteString() {
        return "`";
    }

    @Override
    public String getSQLKeywords() {
        return Keywords.WORDS;
    }

    @Override
    public String getNumericFunctions() {
        return Keywords.NUMERIC;
    }

    @Override
    public String getStringFunctions() {
        return Keywords.STRING;
    }

    @Override
    public String getSystemFunctions() {
        return Keywords.SYSTEM;
    }

    @Override
    public String getTimeDateFunctions() {
        return Keywords.TIME_DATE;
    }

    @Override
    public String getSearchStringEscape() {
        return "\\";
    }

    @Override
    public String getExtraNameCharacters() {
        return "";
    }

    @Override
    public String getSchemaTerm() {
        return hasSchemas() ? "database" : "schema";
    }

    @Override
    public String getProcedureTerm() {
        return "procedure";
    }

    @Override
    public String getCatalogTerm() {
        return hasSchemas() ? "catalog" : "database";
    }

    @Override
    public String getCatalogSeparator() {
        return ".";
    }

    @Override
    public RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_UNSUPPORTED;
    }
}
