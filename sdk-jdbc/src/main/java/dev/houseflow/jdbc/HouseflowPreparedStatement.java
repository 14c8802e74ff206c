package dev.houseflow.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A prepared statement of this driver; {@code unwrap(HouseflowPreparedStatement.class)} gives it.
 */
public interface HouseflowPreparedStatement extends HouseflowStatement, PreparedStatement {
    /**
     * Sets a parameter as a value of a type of ClickHouse, such as {@code UInt8} for functions that
     * take no signed number.
     *
     * @param index from 1.
     * @throws SQLException when there is no such parameter, or the value does not fit the type.
     */
    void setObject(int index, Object value, String clickHouseType) throws SQLException;
}
