"""Tables of subjects: CSV, Excel, Parquet and Arrow files read into the form that the columns engine answers."""
