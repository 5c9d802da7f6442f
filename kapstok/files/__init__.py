"""What lies beside the YAML: attachments, adopted papers and the house style."""
