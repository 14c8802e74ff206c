package dev.houseflow.jdbc;

import java.util.Collections;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

/** Makes {@link HouseflowDataSource}s out of references, for JNDI. */
public final class HouseflowDataSourceFactory implements ObjectFactory {
    /** For JNDI. */
    public HouseflowDataSourceFactory() {}

    /** The data source that {@code object} refers to; null where it refers to something else. */
    @Override
    public Object getObjectInstance(Object object, Name name, Context context, Hashtable<?, ?> environment) {
        if (!(object instanceof Reference)) return null;
        Reference reference = (Reference) object;
        if (!HouseflowDataSource.class.getName().equals(reference.getClassName())) return null;
        HouseflowDataSource source = new HouseflowDataSource();
        for (RefAddr part : Collections.list(reference.getAll())) {
            String value = String.valueOf(part.getContent());
            if (part.getType().equals("url")) source.setUrl(value);
            else source.setProperty(part.getType(), value);
        }
        return source;
    }
}
