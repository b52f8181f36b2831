# An owner without a name is a number in JSON, too.
ip tuntap add tap0 mode tap user 54321 group 54321
ip tuntap add tap1 mode tap user root group root
ip -d link show tap0 | grep -o 'user.*group [^ ]*'
ip -d -j link show tap0 | jq -c '.[0].linkinfo.info_data'
ip -d -j link show tap1 | jq -c '.[0].linkinfo.info_data'
